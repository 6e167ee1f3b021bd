import { expect } from '@jest/globals'
import type { Payload } from 'payload'

import { releaseExpiredHolds } from '../../src/features/registrations/jobs/releaseExpiredHolds.ts'
import type { Event } from '../../src/payload-types.ts'
import { createEvent } from '../factories/events.ts'
import { createImage } from '../factories/media.ts'
import { signedInUser } from '../factories/users.ts'
import { signedInApps } from './callers.ts'
import { type Client, clientOf } from './client.ts'
import { expireHoldsAndOffers } from './expireSeats.ts'
import { poolOf } from './pool.ts'
import { send } from './rawHttp.ts'
import { eventually } from './eventually.ts'
import { relayAll } from './queue.ts'
import type { TestPlatform } from './testPlatform.ts'

/** The users of a test, and the event that they change. */
export interface World {
  platform: TestPlatform
  payload: Payload
  staff: Client
  staffApp: Client
  admin: Client
  people: { id: number; app: Client }[]
  event: Event
}

export async function openWorld(platform: TestPlatform): Promise<Omit<World, 'event'>> {
  const { payload, url } = platform
  const [staff, admin] = await Promise.all([
    signedInUser(payload, 'staff'),
    signedInUser(payload, 'admin'),
  ])
  return {
    platform,
    payload,
    staff: clientOf(url, staff.token),
    staffApp: (await signedInApps(platform, 1, 'staff'))[0]!.app,
    admin: clientOf(url, admin.token),
    people: await signedInApps(platform, 4),
  }
}

export const newEvent = async ({ payload, people }: Omit<World, 'event'>): Promise<Event> => {
  const { id: coverImage } = await createImage(payload, people[0]!.id)
  return createEvent(payload, { maxParticipants: 3, waitlistEnabled: true, coverImage })
}

/** Bypasses the cache, because of the cookie. Nobody is signed in: there is no such session. */
const uncached = { cookie: 'payload-token=none' }

/** All that an anonymous caller sees, with the same host name for every server. */
async function shownBy(url: string, { id }: Event, headers: Record<string, string> = {}) {
  const paths = [
    `/api/v1/events/${id}/`,
    '/api/v1/events/?page_size=100',
    `/api/events/${id}?depth=1`,
    '/api/events?limit=100&depth=1',
  ]
  const host = 'events.example'
  const answers = await Promise.all(
    paths.map((path) => send(url, path, { headers: { host, ...headers } })),
  )
  return answers.map(({ status, body }) => `${status} ${body.toString()}`)
}

/**
 * Expects that a change shows in the next response of the server that made it, and soon in the
 * responses of another server, although both had the event in their caches.
 */
export async function expectVisible(
  here: string,
  there: string,
  event: Event,
  change: () => Promise<unknown>,
): Promise<void> {
  const before = await shownBy(here, event)
  expect(
    await eventually(
      () => shownBy(there, event),
      (shown) => same(shown, before),
    ),
  ).toEqual(before)
  await change()
  const after = await shownBy(here, event)
  const truth = await shownBy(here, event, uncached)
  expect(after).toEqual(truth)
  expect(after).not.toEqual(before)
  await eventually(
    () => shownBy(there, event),
    (shown) => same(shown, truth),
  )
}

const same = (one: string[], other: string[]) => one.join() === other.join()

const register = ({ event, people }: World, who: number, headers = {}) =>
  people[who]!.app.post(`events/${event.id}/register/`, { seats: 1 }, { headers })

const path = ({ event }: World) => `/api/events/${event.id}`

/** Every write that changes what events show, on every surface. */
export const writes: [string, (world: World) => Promise<unknown>][] = [
  ['an edit over REST', (world) => world.staff.patch(path(world), { title: 'By REST' })],
  [
    'an edit over GraphQL',
    ({ event, staff }) =>
      staff.graphql(`mutation { updateEvent(id: ${event.id}, data: { title: "GraphQL" }) { id } }`),
  ],
  [
    'an edit of v1',
    ({ event, staffApp }) => staffApp.patch(`events/${event.id}/`, { title: 'By v1' }),
  ],
  [
    'an edit of many',
    ({ event, staff }) =>
      staff.patch(`/api/events?where[id][in]=${event.id}`, { title: 'One of many' }),
  ],
  ['a new event', ({ payload }) => createEvent(payload)],
  ['an event taken back', (world) => world.staff.patch(path(world), { status: 'draft' })],
  ['a deletion', (world) => world.staff.delete(path(world))],
  ['a registration', (world) => register(world, 0)],
  [
    'a registration with a key',
    (world) => register(world, 0, { 'Idempotency-Key': `cache-${world.event.id}` }),
  ],
  [
    'a registration by staff',
    ({ event, people, staff }) =>
      staff.post('/api/registrations', { event: event.id, user: people[0]!.id }),
  ],
  [
    'a place given back, and taken by who waited',
    async (world) => {
      for (const who of [0, 1, 2, 3]) await register(world, who)
      await world.people[0]!.app.delete(`events/${world.event.id}/register/`)
    },
  ],
  [
    'a cancellation by staff',
    async (world) => {
      const { body } = await register(world, 0)
      await world.staff.patch(`/api/registrations/${body.registration.id}`, { state: 'cancelled' })
      await register(world, 1)
    },
  ],
  [
    'a deleted registration',
    async (world) => {
      const { body } = await register(world, 0)
      await register(world, 1)
      await world.staff.delete(`/api/registrations/${body.registration.id}`)
    },
  ],
  ['a hold', ({ event, people }) => people[0]!.app.post(`events/${event.id}/hold/`, { seats: 1 })],
  [
    'a hold that lapses',
    async ({ event, payload, people }) => {
      await people[0]!.app.post(`events/${event.id}/hold/`, { seats: 1 })
      await people[1]!.app.post(`events/${event.id}/register/`)
      await expireHoldsAndOffers(payload, event.id)
      await releaseExpiredHolds(payload, new Date())
    },
  ],
  [
    'a new text of the picture',
    ({ event, staff }) =>
      staff.patch(`/api/media/${(event.coverImage as { id: number }).id}`, { alt: 'A new robot' }),
  ],
  [
    'a deleted user',
    async (world) => {
      for (const who of [0, 1]) await register(world, who)
      const [gone] = world.people.splice(0, 1, ...(await signedInApps(world.platform, 1)))
      await world.admin.delete(`/api/users/${gone!.id}`)
    },
  ],
  [
    'a change by hand, when it is relayed',
    async ({ event, payload }) => {
      await poolOf(payload).query(`UPDATE events SET title = 'By hand' WHERE id = $1`, [event.id])
      await relayAll(payload)
    },
  ],
]
