import type { Payload } from 'payload'

import { findPublicEvent, nextPublicStart, type PublicEvent } from './queries/events.ts'
import { listEvents, searchEvents } from './searchEvents.ts'
import { readerOf } from '../../database/replicaReads.ts'
import { isUpcoming } from './rules.ts'
import { notFound } from '../../shared/errors/Refusal.ts'
import { entityTagOfBody } from '../../http/conditionalRequests.ts'
import { validate } from '../../http/validate.ts'
import { entityTagOf } from './entityTag.ts'
import { EventParams, ListQuery, SearchQuery } from './schemas.ts'
import type { Address } from '../../http/pagination.ts'
import { queryOf } from '../../http/queryParameters.ts'
import { serializeEvent } from './serialize.ts'

/** The viewer of an anonymous caller. */
const anonymousViewer = { isStaff: false }

/** A v1 response that is the same for every anonymous caller. */
export interface PublicResponse {
  body: string
  /** The strong entity tag, with its quotes. */
  tag: string
  eventIds: number[]
  /** When the next event in it begins, in milliseconds since the epoch: the response changes then. */
  changesAt: number | undefined
}

const nextStart = (events: PublicEvent[], now: Date): number | undefined => {
  const ahead = events.filter(({ startDate }) => isUpcoming(startDate, now))
  if (ahead.length === 0) return undefined
  return Math.min(...ahead.map(({ startDate }) => new Date(startDate).getTime()))
}

const idsOf = (events: PublicEvent[]) => events.map(({ id }) => id)

type Read = (
  payload: Payload,
  address: Address,
) => Promise<{ events: PublicEvent[]; now: Date; page: object; upcoming: boolean | undefined }>

const readList: Read = async (payload, address) => {
  const query = validate(ListQuery, queryOf(address.url))
  const page = await listEvents(payload, anonymousViewer, query, address)
  return { ...page, upcoming: query.upcoming }
}

const readSearch: Read = async (payload, address) => {
  const query = validate(SearchQuery, queryOf(address.url))
  const page = await searchEvents(payload, anonymousViewer, query, address)
  return { ...page, upcoming: query.upcoming }
}

async function readPublicPage(payload: Payload, address: Address, read: Read) {
  const { events, now, page, upcoming } = await read(payload, address)
  const body = JSON.stringify(page)
  // Which events are upcoming changes with each event that begins, also with one that is not on the page.
  const changesAt =
    upcoming === undefined ? nextStart(events, now) : await nextPublicStart(readerOf(payload), now)
  return { body, tag: entityTagOfBody(body), eventIds: idsOf(events), changesAt }
}

/**
 * A page of events for anonymous callers.
 *
 * @param address of the request; nothing else of the request changes the response
 * @throws {ValidationError} {Refusal} as the route does
 */
export const readPublicList = (payload: Payload, address: Address): Promise<PublicResponse> =>
  readPublicPage(payload, address, readList)

/** A page of found events for anonymous callers. @throws {ValidationError} {Refusal} as the route does */
export const readPublicSearch = (payload: Payload, address: Address): Promise<PublicResponse> =>
  readPublicPage(payload, address, readSearch)

/** Whether a response to a query stays right until an event changes. Seats change without the event. */
export const isKeptByEvents = (query: string): boolean =>
  queryOf(`?${query}`).has_seats === undefined

/** The same without the clock, by which an event stops to be upcoming. */
export const isTimeless = (query: string): boolean =>
  isKeptByEvents(query) && queryOf(`?${query}`).upcoming === undefined

/**
 * An event for anonymous callers.
 *
 * @param id as it stands in the path
 * @throws {Refusal} 404 when there is no such public event
 */
export async function readPublicEvent(payload: Payload, id: string): Promise<PublicResponse> {
  const params = EventParams.safeParse({ id })
  if (!params.success) throw notFound()
  const event = await findPublicEvent(readerOf(payload), anonymousViewer, params.data.id)
  if (!event) throw notFound()
  const now = new Date()
  return {
    body: JSON.stringify(serializeEvent(event, now)),
    tag: entityTagOf(event, now),
    eventIds: [event.id],
    changesAt: nextStart([event], now),
  }
}
