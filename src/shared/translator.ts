import { IntlMessageFormat } from 'intl-messageformat'

import { type Language, languages } from './languages.ts'

type Key<Arguments> = keyof Arguments & string

/** The messages of one language, in ICU MessageFormat, by their keys. */
export type MessagesOf<Arguments> = Record<Key<Arguments>, string>

/** Formats a message with its arguments. A message without arguments needs its key only. */
export type Translate<Arguments> = <K extends Key<Arguments>>(
  key: K,
  ...values: Arguments[K] extends undefined ? [] : [Arguments[K]]
) => string

/**
 * Tags in messages are off: no message has any, so `<` is an ordinary character. Values are never
 * parsed: a title that contains `{` stays as it is.
 */
function createTranslator<Arguments>(
  language: Language,
  messages: MessagesOf<Arguments>,
): Translate<Arguments> {
  const compiled = new Map<string, IntlMessageFormat>()
  return (key, ...[values]) => {
    let message = compiled.get(key)
    if (!message) {
      message = new IntlMessageFormat(messages[key], language, undefined, { ignoreTag: true })
      compiled.set(key, message)
    }
    return String(message.format({ ...values }))
  }
}

/** Makes the translator of each language. It compiles a message at its first use and caches it. */
export function createTranslators<Arguments>(
  catalogues: Record<Language, MessagesOf<Arguments>>,
): (language: Language) => Translate<Arguments> {
  const translators = new Map(
    languages.map((language) => [language, createTranslator(language, catalogues[language])]),
  )
  return (language) => translators.get(language)!
}
