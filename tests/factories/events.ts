import type { Payload } from 'payload'

import type { Event } from '../../src/payload-types.ts'

const day = 24 * 60 * 60 * 1000

/** An instant that many days from now, in ISO 8601. */
export const inDays = (days: number) => new Date(Date.now() + days * day).toISOString()

/** What an event needs, and no more. Published, a month ahead, with ten seats. */
export const eventData = (details: Partial<Event> = {}) => ({
  title: 'Bolt Bowl',
  description: 'Robots carry bolts across a field.',
  startDate: inDays(30),
  endDate: inDays(31),
  location: 'Ulm',
  timezone: 'Europe/Berlin',
  maxParticipants: 10,
  maxPartySize: 1,
  status: 'published' as const,
  ...details,
})

/** An event that exists in the database. */
export const createEvent = (payload: Payload, details: Partial<Event> = {}): Promise<Event> =>
  payload.create({ collection: 'events', data: eventData(details), overrideAccess: true })
