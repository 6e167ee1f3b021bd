import type { Payload } from 'payload'

import { readerOf } from '../../../database/replicaReads.ts'
import { dayMs } from '../../../shared/isoDate.ts'
import { type EventFilter, searchByQuery } from '../../events/public.ts'
import { detailsOf } from '../queries.ts'
import type { PageQuery } from './listQuery.ts'

const anonymousViewer = { isStaff: false }

/** Events on a page. */
const pageSize = 20

/** Kilometres around a place, if nothing else is asked for. */
export const defaultKilometres = 100

/** Which events by their time: those of the future, unless dates or a series are asked for. */
function timeOf({ day, end_date, month, series, start_date, time }: PageQuery) {
  const isDated = [day, end_date, month, series, start_date].some((value) => value !== undefined)
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

/** What a month, in which events begin, and a day, on which they take place, ask for. */
function datesOf({ day, month }: PageQuery): Partial<EventFilter> {
  const range = month === undefined ? undefined : monthRange(month)
  const start = day === undefined ? undefined : new Date(`${day}T00:00:00Z`)
  return {
    ...(range ? { startsFrom: range.from, startsBefore: range.until } : {}),
    ...(start ? { endsAfter: start, startsBefore: new Date(start.getTime() + dayMs) } : {}),
  }
}

const upcomingOf = { upcoming: true, past: false, all: undefined }

/** The query of a page by the names of v1, without the time in which the events begin. */
export const queryOfPage = ({ q, within, ...query }: PageQuery) => ({
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
  limit = pageSize,
) {
  const time = timeOf(query)
  const { startsFrom, ...dates } = datesOf(query)
  const asked = {
    ...queryOfPage(query),
    upcoming: upcomingOf[time],
    ...(startsFrom ? { start_date: startsFrom } : {}),
    page_size: limit,
    ordering: orderingOf(query, time),
  } as const
  const found = await searchByQuery(payload, anonymousViewer, { query: asked, dates }, address)
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
