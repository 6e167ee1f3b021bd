import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'

import { cacheStats } from '../../src/http/responseCache/responseCache.ts'
import type { Event } from '../../src/payload-types.ts'
import { servicesOf } from '../../src/shared/services.ts'
import { createEvent } from '../factories/events.ts'
import { signedInApps } from '../support/callers.ts'
import { expectVisible, newEvent, openWorld, type World, writes } from '../support/visibleWrites.ts'
import { eventually } from '../support/eventually.ts'
import { type SecondServer, startSecondServer } from '../support/secondServer.ts'
import { startTestPlatform, type TestPlatform } from '../support/testPlatform.ts'

/** Two servers on one database, without Redis: a change on one shows on both. */
let platform: TestPlatform
let other: SecondServer
let world: Omit<World, 'event'>

beforeAll(async () => {
  platform = await startTestPlatform()
  other = await startSecondServer(platform)
  world = await openWorld(platform)
}, 60_000)

afterAll(async () => {
  await other.stop()
  await platform.stop()
})

const stats = () => cacheStats(platform.payload)!
const titleAt = async (url: string, { id }: Event) => {
  const response = await fetch(`${url}/api/v1/events/${id}/`)
  return ((await response.json()) as { title: string }).title
}

describe('a change shows at once on the server that made it, and soon on the other', () => {
  it.each(writes)('%s', async (_name, write) => {
    const event = await newEvent(world)
    await expectVisible(platform.url, other.url, event, () => write({ ...world, event }))
  })
})

describe('a change on another server', () => {
  it('shows here', async () => {
    const event = await createEvent(platform.payload)
    expect(await titleAt(platform.url, event)).toBe('Bolt Bowl')
    const [person] = await signedInApps({ ...platform, url: other.url }, 1, 'staff')
    await person!.app.patch(`events/${event.id}/`, { title: 'There' })

    await eventually(
      () => titleAt(platform.url, event),
      (title) => title === 'There',
    )
  })
})

describe('an event that is read while it changes', () => {
  it('is answered and not cached when the change came after the query', async () => {
    const event = await createEvent(platform.payload)
    const pool = servicesOf(platform.payload).pools.reads
    const query = pool.query.bind(pool)
    let release!: () => void
    const released = new Promise<void>((resolve) => (release = resolve))
    let reading!: () => void
    const isReading = new Promise<void>((resolve) => (reading = resolve))
    // The database has answered, and the answer arrives late.
    pool.query = (async (...args: Parameters<typeof query>) => {
      const answer = await (query(...args) as unknown as Promise<unknown>)
      if (JSON.stringify(args).includes('event_seats')) {
        reading()
        await released
      }
      return answer
    }) as typeof pool.query
    const early = titleAt(platform.url, event)
    await isReading
    pool.query = query
    await platform.payload.update({
      collection: 'events',
      id: event.id,
      data: { title: 'Changed' },
      overrideAccess: true,
    })
    const late = titleAt(platform.url, event)
    release()

    expect(await early).toBe('Bolt Bowl')
    expect(await late).toBe('Changed')
    expect(await titleAt(platform.url, event)).toBe('Changed')
  })

  it('stays cached when the change is rolled back', async () => {
    const event = await createEvent(platform.payload)
    await titleAt(platform.url, event)
    const before = stats()
    const refused = await world.staff.patch(`/api/events/${event.id}`, { maxParticipants: 0 })
    await titleAt(platform.url, event)

    expect(refused.status).toBe(400)
    expect(stats()).toMatchObject({ fills: before.fills, hits: before.hits + 1 })
  })
})
