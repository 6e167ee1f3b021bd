import type { Payload } from 'payload'

import { findPublicEvent, type PublicEvent } from './queries/events.ts'
import { readerOf } from '../../database/replicaReads.ts'
import { isUpcoming } from './rules.ts'
import { notFound } from '../../shared/errors/Refusal.ts'
import { entityTagOfBody } from '../../http/conditionalRequests.ts'
import { validate } from '../../http/validate.ts'
import { entityTagOf } from './entityTag.ts'
import { EventParams, ListQuery } from './schemas.ts'
import { readPage } from './readPage.ts'
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

/**
 * A page of events for anonymous callers.
 *
 * @param address of the request; nothing else of the request changes the response
 * @throws {ValidationError} {Refusal} as the route does
 */
export async function readPublicList(payload: Payload, address: Address): Promise<PublicResponse> {
  const query = validate(ListQuery, queryOf(address.url))
  const { events, now, page } = await readPage(readerOf(payload), anonymousViewer, query, address)
  const body = JSON.stringify(page)
  const tag = entityTagOfBody(body)
  return { body, tag, eventIds: idsOf(events), changesAt: nextStart(events, now) }
}

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
