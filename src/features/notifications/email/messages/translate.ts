import { IntlMessageFormat } from 'intl-messageformat'

import { type Language, languages } from '../../../../shared/languages.ts'
import type { MessageArguments, Messages } from './arguments.ts'
import { de } from './de.ts'
import { en } from './en.ts'
import { es } from './es.ts'
import { zh } from './zh.ts'

export const catalogues: Record<Language, Messages> = { en, de, es, zh }

type Key = keyof MessageArguments

/** Formats a message with its arguments. A message without arguments needs its key only. */
export type Translate = <K extends Key>(
  key: K,
  ...values: MessageArguments[K] extends undefined ? [] : [MessageArguments[K]]
) => string

/**
 * Tags in messages are off: no message has any, so `<` is an ordinary character. Values are never
 * parsed: a title that contains `{` stays as it is.
 */
function createTranslator(language: Language): Translate {
  const compiled = new Map<Key, IntlMessageFormat>()
  return (key, ...[values]) => {
    let message = compiled.get(key)
    if (!message) {
      message = new IntlMessageFormat(catalogues[language][key], language, undefined, {
        ignoreTag: true,
      })
      compiled.set(key, message)
    }
    return String(message.format({ ...values }))
  }
}

const translators = new Map(languages.map((language) => [language, createTranslator(language)]))

/** The translator of a language. It compiles a message at its first use and caches it. */
export const translatorFor = (language: Language): Translate => translators.get(language)!
