import { LRUCache } from 'lru-cache'
import Negotiator from 'negotiator'
import type { IncomingHttpHeaders } from 'node:http'

import { type Language, languages } from '../../shared/languages.ts'
import { queryOf } from '../queryParameters.ts'
import { hasWebSession } from '../security/sessionCookie.ts'
import type { PageVariant } from './page.ts'

/** The choice for each header. Browsers send a few hundred different ones. */
const chosen = new LRUCache<string, Language>({ max: 500 })

/** Characters of a header whose choice is stored. */
const maxStored = 200

/** The first language that the browser accepts and that pages have; English without one. */
function acceptedLanguage(header: string | undefined): Language {
  if (header === undefined) return 'en'
  const stored = chosen.get(header)
  if (stored) return stored
  const negotiator = new Negotiator({ headers: { 'accept-language': header } })
  const language = (negotiator.languages([...languages])[0] as Language | undefined) ?? 'en'
  if (header.length <= maxStored) chosen.set(header, language)
  return language
}

const isLanguage = (text: string | undefined): text is Language =>
  languages.includes(text as Language)

/** What a page depends on besides its URL and its data. */
export function variantOf(headers: IncomingHttpHeaders, url: string): PageVariant {
  const named = url.includes('lang=') ? queryOf(url).lang : undefined
  const isLanguageChosen = isLanguage(named)
  return {
    language: isLanguageChosen ? named : acceptedLanguage(headers['accept-language']),
    isLanguageChosen,
    isSignedIn: hasWebSession(headers.cookie),
  }
}

/** The request headers on which a page depends. */
export const variesBy = ({ isLanguageChosen }: PageVariant): string =>
  isLanguageChosen ? 'Accept-Encoding, Cookie' : 'Accept-Encoding, Accept-Language, Cookie'
