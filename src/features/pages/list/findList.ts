import type { Payload } from 'payload'

import { readerOf } from '../../../database/replicaReads.ts'
import { searchByQuery } from '../../events/public.ts'
import { detailsOf } from '../queries.ts'
import type { PageQuery } from './listQuery.ts'

const anonymousViewer = { isStaff: false }

/** Events on a page. */
const pageSize = 20

/** Kilometres around a place, if nothing else is asked for. */
export const defaultKilometres = 100

/** Which events by their time: those of the future, unless dates or a month are asked for. */
export function timeOf({ end_date, month, series, start_date, time }: PageQuery) {
  const isDated = [end_date, month, series, start_date].some((value) => value !== undefined)
  return time ?? (isDated ? 'all' : 'upcoming')
}

/** The beginnings of a month and of the next one, in UTC as the counts of months are. */
export function monthRange(month: string): { from: Date; until: Date } {
  const [year, number] = month.split('-').map(Number)
  return {
    from: new Date(Date.UTC(year!, number! - 1, 1)),
    until: new Date(Date.UTC(year!, number, 1)),
  }
}

const upcomingOf = { upcoming: true, past: false, all: undefined }

/** The query of a page by the names of v1, without the time in which the events begin. */
const queryOfPage = ({ q, within, ...query }: PageQuery) => ({
  ...query,
  search: q,
  within: query.near && (within ?? defaultKilometres),
})

function orderingOf({ near, q }: PageQuery, time: keyof typeof upcomingOf) {
  if (q !== undefined) return 'relevance'
  if (near) return 'distance'
  return time === 'past' ? '-start_date' : 'start_date'
}

/** What a page has that was asked for by its number. */
interface Numbered {
  count: number
  previous: string | null
}

/** A page of events with their details and the counts of all found ones. @throws {Refusal} 404 past the end */
export async function findList(
  payload: Payload,
  query: PageQuery,
  address: { origin: string; url: string },
) {
  const time = timeOf(query)
  const range = query.month === undefined ? undefined : monthRange(query.month)
  const asked = {
    ...queryOfPage(query),
    upcoming: upcomingOf[time],
    ...(range ? { start_date: range.from } : {}),
    page_size: pageSize,
    ordering: orderingOf(query, time),
  } as const
  const search = { query: asked, startsBefore: range?.until }
  const found = await searchByQuery(payload, anonymousViewer, search, address)
  const details = await detailsOf(
    readerOf(payload),
    found.events.map(({ id }) => id),
  )
  const { page: shown } = found
  const { count, previous } = shown as typeof shown & Numbered
  const events = found.events.map((event, index) => ({
    ...event,
    ...details.get(event.id)!,
    highlight: shown.results[index]!.highlight,
  }))
  return { count, events, facets: shown.facets, next: shown.next, now: found.now, previous, time }
}

export type FoundList = Awaited<ReturnType<typeof findList>>
export type ListedEvent = FoundList['events'][number]
