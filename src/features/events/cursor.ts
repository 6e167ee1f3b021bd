import { dateTime, term } from '../../http/fields.ts'
import { z } from '../../http/zod.ts'

import type { Scorer } from './finders/eventFinder.ts'
import { orderings, type Ordering, type Position } from './queries/ordering.ts'
import type { PublicEvent } from './queries/events.ts'
import { maxInteger } from '../../shared/documentId.ts'

/** The ordering, the key of the last event of the page, its id, and who computed a relevance. */
const Content = z.tuple([
  z.enum(Object.keys(orderings) as [Ordering, ...Ordering[]]),
  z.string(),
  z.int().min(1).max(maxInteger),
  z.enum(['database', 'engine']).optional(),
])

const keys = {
  start_date: 'startDate',
  created_at: 'createdAt',
  title: 'title',
  relevance: 'relevance',
  distance: 'kilometres',
} as const satisfies Record<string, keyof PublicEvent>

const keyOf = (ordering: Ordering, event: PublicEvent): string =>
  String(event[keys[ordering.replace('-', '') as keyof typeof keys]])

/** A number as JSON writes it. */
const number = /^\d{1,20}(\.\d{1,20})?(e-?\d{1,2})?$/

/** Whether PostgreSQL can compare the ordering's column with this text. */
function isKey(ordering: Ordering, key: string): boolean {
  if (ordering === 'relevance' || ordering === 'distance') return number.test(key)
  return (ordering.endsWith('title') ? term(1000) : dateTime()).safeParse(key).success
}

/**
 * The cursor of the events after this one. It holds nothing but a position between two events that the
 * caller has seen, so it is not signed: a made-up one shows nothing that the filters would not show.
 */
export function cursorAfter(ordering: Ordering, event: PublicEvent, scorer: Scorer): string {
  const position = [ordering, keyOf(ordering, event), event.id]
  const content = scorer === 'engine' && ordering === 'relevance' ? [...position, scorer] : position
  return Buffer.from(JSON.stringify(content)).toString('base64url')
}

function contentOf(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))
  } catch {
    return undefined
  }
}

/**
 * The position that a cursor names; undefined for a text that is no cursor of this ordering.
 *
 * @param scorer who computes the relevance of the next page
 */
export function positionOf(
  ordering: Ordering,
  cursor: string,
  scorer: Scorer,
): Position | undefined {
  const { data } = Content.safeParse(contentOf(cursor))
  if (!data) return undefined
  const [made, key, id, by = 'database'] = data
  if (made !== ordering || !isKey(ordering, key)) return undefined
  return { key, id, isForeign: ordering === 'relevance' && by !== scorer }
}
