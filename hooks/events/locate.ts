import type { CollectionBeforeChangeHook, PayloadRequest } from 'payload'

import {
  coordinateSources,
  type CoordinatesSource,
  decideCoordinates,
} from '../../src/features/gazetteer/public.ts'
import type { Event } from '../../src/payload-types.ts'
import { servicesOf } from '../../src/shared/services.ts'

const isSource = (value: unknown): value is CoordinatesSource =>
  coordinateSources.includes(value as CoordinatesSource)

/** What sets coordinates here: an import says so, a restored version has what it had, and all others type them. */
function sourceOf({ context }: PayloadRequest, data: Partial<Event>): CoordinatesSource {
  const stored = data.coordinates?.source
  if (context.isRestoringVersion && isSource(stored)) return stored
  return isSource(context.coordinatesSource) ? context.coordinatesSource : 'typed'
}

const isSame = (one: Event['coordinates'], other: Event['coordinates']) =>
  one?.latitude === other?.latitude && one?.longitude === other?.longitude

/**
 * Finds the coordinates of an event that has none of its own, from its place and country, so that it is found near
 * a place. It never fails a save.
 */
export const locate: CollectionBeforeChangeHook<Event> = async ({ data, originalDoc, req }) => {
  const decision = decideCoordinates(data, originalDoc, sourceOf(req, data))
  if (decision.is === 'kept') return data
  const { country, location } = { ...originalDoc, ...data }
  const found = await servicesOf(req.payload).gazetteer.find({ location: location ?? '', country })
  if (decision.is === 'set') {
    // A copy of an event has the coordinates that were found for the first.
    const source = isSame(decision.coordinates, found) ? 'found' : decision.coordinates.source
    return { ...data, coordinates: { ...decision.coordinates, source } }
  }
  return {
    ...data,
    coordinates: found
      ? { ...found, source: 'found' }
      : { latitude: null, longitude: null, source: null },
  }
}
