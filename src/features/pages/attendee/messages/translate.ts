import type { Language } from '../../../../shared/languages.ts'
import { createTranslators, type Translate as TranslateOf } from '../../../../shared/translator.ts'
import { de } from './de.ts'
import { en, type MessageArguments, type Messages } from './en.ts'
import { es } from './es.ts'
import { zh } from './zh.ts'

export const catalogues: Record<Language, Messages> = { en, de, es, zh }

/** Formats a message with its arguments. A message without arguments needs its key only. */
export type Translate = TranslateOf<MessageArguments>

/** The translator of a language. It compiles a message at its first use and caches it. */
export const translatorFor = createTranslators<MessageArguments>(catalogues)
