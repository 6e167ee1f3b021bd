import { IntlMessageFormat } from 'intl-messageformat'

import { type Language, languages } from '../../../../shared/languages.ts'
import type { MessageArguments, Messages } from './arguments.ts'
import { de } from './de.ts'
import { en } from './en.ts'
import { es } from './es.ts'
import { zh } from './zh.ts'

export const catalogue: Record<Language, Messages> = { en, de, es, zh }

type Key = keyof MessageArguments

/** Says a message with its arguments; one that has none is said by its key alone. */
export type Say = <K extends Key>(
  key: K,
  ...values: MessageArguments[K] extends undefined ? [] : [MessageArguments[K]]
) => string

/**
 * Tags in messages are switched off: no message has any, and then `<` is an email like others.
 * Values are never parsed: a title with `{` in it comes out as it is.
 */
function sayer(language: Language): Say {
  const compiled = new Map<Key, IntlMessageFormat>()
  return (key, ...[values]) => {
    let message = compiled.get(key)
    if (!message) {
      message = new IntlMessageFormat(catalogue[language][key], language, undefined, {
        ignoreTag: true,
      })
      compiled.set(key, message)
    }
    return String(message.format({ ...values }))
  }
}

const sayers = new Map(languages.map((language) => [language, sayer(language)]))

/** What says things in a language. A message is compiled when it is first said, and then kept. */
export const sayIn = (language: Language): Say => sayers.get(language)!
