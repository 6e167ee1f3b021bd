import type { PayloadRequest } from 'payload'

import { queryOf } from '../../http/queryParameters.ts'
import { validate } from '../../http/validate.ts'
import { searchEvents } from './searchEvents.ts'
import { SearchQuery } from './schemas.ts'
import { viewerOf } from './viewer.ts'
import { readEvent } from './writeEvent.ts'

type Page = Awaited<ReturnType<typeof searchEvents>>

const address = { origin: 'http://localhost', url: '/search/' }

/** What a link to the next page says. */
function nextOf({ page }: Page) {
  const cursor = page.next === null ? undefined : queryOf(page.next).cursor
  return { hasNextPage: page.next !== null, nextCursor: cursor ?? null }
}

/**
 * Found events for a surface that is not v1.
 *
 * @param query by the names of v1's parameters
 * @throws {Refusal} {ValidationError} as v1's search does
 */
export async function findForApi(req: PayloadRequest, query: Record<string, string>) {
  const parameters = validate(SearchQuery, query)
  const found = await searchEvents(req.payload, viewerOf(req), parameters, address)
  const { facets, results } = found.page
  return {
    count: 'count' in found.page ? found.page.count : null,
    ...nextOf(found),
    facets,
    results: results.map((event) => ({
      id: event.id,
      title: event.title,
      maxParticipants: event.max_participants,
      registeredCount: event.registered_count,
      seatsLeft: event.seats_left,
      waitlistCount: event.waitlist_count,
      distanceKm: event.distance_km ?? null,
      highlight: event.highlight,
    })),
  }
}

/** The seats of an event that the caller may see. @throws {Refusal} 404 */
export async function readAvailability(req: PayloadRequest, eventId: number) {
  const event = await readEvent(req, eventId)
  return {
    event: event.id,
    status: event.status,
    maxParticipants: event.maxParticipants,
    registeredCount: event.registeredCount,
    seatsLeft: event.seatsLeft,
    waitlistCount: event.waitlistCount,
    isFull: event.seatsLeft <= 0,
  }
}
