import type { Language } from '../../../shared/languages.ts'

/** A language for browsers (BCP 47): they choose the form of Chinese characters by it. */
export const htmlLanguage = (language: Language): string =>
  language === 'zh' ? 'zh-Hans' : language

/** A path with its query, in a language. */
export function inLanguage(url: string, language: Language): string {
  const { pathname, searchParams } = new URL(url, 'http://here.invalid')
  searchParams.set('lang', language)
  return `${pathname}?${searchParams.toString()}`
}
