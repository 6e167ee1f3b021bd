import { createHash } from 'node:crypto'

import { type Language, languages } from '../../../shared/languages.ts'
import { spanText } from '../times.ts'

/** What the picture shows. */
export interface Shared {
  id: number
  title: string
  location: string
  startDate: string
  endDate: string
  timezone: string
  status: string
}

/** Raised when the drawing changes, so that the pictures get other addresses. */
const design = 1

/** The lines of the picture below the title. */
export const linesOf = (event: Shared, language: Language): string[] => [
  `${spanText(event, language)} · ${event.timezone.replaceAll('_', ' ')}`,
  event.location,
]

/** The version of a picture: another one when it shows something else. */
function versionOf(event: Shared, language: Language): string {
  const shown = [design, event.title, event.status, ...linesOf(event, language)]
  return createHash('sha256').update(JSON.stringify(shown)).digest('hex').slice(0, 12)
}

/** The path of the picture of an event. Its content never changes. */
export const shareImagePath = (event: Shared, language: Language): string =>
  `/share/${event.id}-${language}-${versionOf(event, language)}.png`

/** What a file name says; undefined for another one. */
export function readFileName(name: string | undefined) {
  const [, id, language] = /^(\d{1,10})-([a-z]{2})-[0-9a-f]{12}\.png$/.exec(name ?? '') ?? []
  if (!id || !languages.includes(language as Language)) return undefined
  return { id: Number(id), language: language as Language }
}
