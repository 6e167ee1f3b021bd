import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { randomUUID } from 'node:crypto'

import { poolOf } from '../../src/database/connection.ts'
import { redisOf } from '../../src/cache/redis.ts'
import { SharedCache } from '../../src/http/responseCache/sharedCache.ts'
import { redisPrefix } from '../../src/cache/invalidation/messages.ts'
import { invalidateSeats } from '../../src/cache/invalidation/tracker.ts'
import { cacheStats } from '../../src/http/responseCache/responseCache.ts'
import type { Event } from '../../src/payload-types.ts'
import { createEvent } from '../factories/events.ts'
import { eventually } from '../support/eventually.ts'
import { type Proxy, proxyTo } from '../support/proxy.ts'
import { describeWithRedis, type RedisServer, startRedis } from '../support/redisServer.ts'
import { type SecondServer, startSecondServer } from '../support/secondServer.ts'
import { startTestPlatform, type TestPlatform } from '../support/testPlatform.ts'
import { send } from '../support/rawHttp.ts'
import { expectVisible, newEvent, openWorld, type World, writes } from '../support/visibleWrites.ts'

describeWithRedis('the cache of two servers with one Redis', () => {
  let redis: RedisServer
  /** The way of the other server to Redis. */
  let line: Proxy
  let platform: TestPlatform
  let other: SecondServer
  let world: Omit<World, 'event'>

  beforeAll(async () => {
    redis = await startRedis()
    line = await proxyTo(redis.url)
    platform = await startTestPlatform({ REDIS_URL: redis.url })
    other = await startSecondServer(platform, { REDIS_URL: line.url })
    world = await openWorld(platform)
  }, 60_000)

  afterAll(async () => {
    await other.stop()
    await platform.stop()
    await line.cut()
    await redis.stop()
  })

  const stats = () => cacheStats(platform.payload)!
  const read = async (url: string, { id }: Event) => {
    // By one name, or each server would have an answer of its own.
    const headers = { host: 'events.example' }
    const { status, body } = await send(url, `/api/v1/events/${id}/`, { headers })
    return { status, title: (JSON.parse(body.toString()) as { title: string }).title }
  }
  const rename = ({ id }: Event, title: string) => world.staff.patch(`/api/events/${id}`, { title })
  const cacheOf = async (url: string) => {
    const response = await fetch(`${url}/api/health`)
    return { code: response.status, ...((await response.json()) as { cache: string }) }
  }
  /** What this server has written is known to Redis. */
  const allTold = () =>
    eventually(
      () => Promise.resolve(new SharedCache(platform.payload).unpublishedTags()),
      ({ length }) => length === 0,
    )
  const healthy = (url: string) =>
    eventually(
      () => cacheOf(url),
      ({ cache }) => cache === 'redis',
    )

  const some = /^(an edit over REST|a registration|a hold|a deleted user|a deletion)$/
  it.each(writes.filter(([name]) => some.test(name)))('%s shows on both', async (_name, write) => {
    const event = await newEvent(world)
    await expectVisible(platform.url, other.url, event, () => write({ ...world, event }))
  })

  it('what one has read from the database, the other takes from Redis', async () => {
    const event = await createEvent(platform.payload)
    await allTold()
    await eventually(
      async () => {
        await read(other.url, event)
        return redisOf(platform.payload)!.exists(
          `${redisPrefix(platform.payload)}answer:http://events.example/api/v1/events/${event.id}/`,
        )
      },
      (count) => count === 1,
    )
    const before = stats()
    const { title } = await read(platform.url, event)

    expect(title).toBe('Bolt Bowl')
    expect(stats()).toMatchObject({ fills: before.fills, redisHits: before.redisHits + 1 })
  })

  it('an answer that was begun before a change is not kept over it', async () => {
    const shared = new SharedCache(platform.payload)
    const stored = { lifetimeMs: 60_000, about: '{}', body: 'old' }
    const store = async (eventId: number, between: () => unknown) => {
      const key = randomUUID()
      const { token } = await shared.find(key)
      await between()
      await allTold()
      await shared.store(key, { token: token!, tags: ['all', `event:${eventId}`], stored })
      return (await shared.find(key)).stored?.body
    }
    const touch = (id: number) => invalidateSeats(poolOf(platform.payload), [id])

    expect(await store(1, () => undefined)).toBe('old')
    expect(await store(1, () => touch(2))).toBe('old')
    expect(await store(1, () => touch(1))).toBeUndefined()
    // Redis has thrown out what was touched when, to make room.
    const forget = () => redisOf(platform.payload)!.del(`${redisPrefix(platform.payload)}tags`)
    expect(await store(1, forget)).toBeUndefined()
  })

  it.each([
    ['frozen', async () => redis.freeze(), async () => redis.thaw()],
    ['killed', async () => redis.kill(), async () => redis.start()],
  ])(
    'goes on without a Redis that is %s, and comes back',
    async (_how, away, back) => {
      const event = await createEvent(platform.payload)
      await read(other.url, event)
      await away()

      expect(await read(platform.url, event)).toEqual({ status: 200, title: 'Bolt Bowl' })
      expect((await rename(event, 'Meanwhile')).status).toBe(200)
      expect(await read(platform.url, event)).toEqual({ status: 200, title: 'Meanwhile' })
      await eventually(
        () => read(other.url, event),
        ({ title }) => title === 'Meanwhile',
        8000,
      )
      expect(await cacheOf(platform.url)).toMatchObject({ code: 200, cache: 'redis unavailable' })
      await eventually(
        () => Promise.resolve(stats()),
        ({ connected }) => !connected,
        8000,
      )

      await back()
      await Promise.all([healthy(platform.url), healthy(other.url)])
      await eventually(
        () => Promise.resolve(stats()),
        ({ connected }) => connected,
      )
      await rename(event, 'Again')
      expect((await read(platform.url, event)).title).toBe('Again')
      await eventually(
        () => read(other.url, event),
        ({ title }) => title === 'Again',
      )
    },
    20_000,
  )

  it('shows nothing that is old for longer than a second or two when it is cut off', async () => {
    const event = await createEvent(platform.payload)
    await read(other.url, event)
    line.block()
    await rename(event, 'Behind its back')
    await eventually(
      () => read(other.url, event),
      ({ title }) => title === 'Behind its back',
      8000,
    )
    await line.open()
    await healthy(other.url)
  })
})
