import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'

import { poolOf as connectionOf } from '../../src/database/connection.ts'
import {
  CircuitBreaker,
  EngineUnavailable,
} from '../../src/features/search/engine/circuitBreaker.ts'
import { callEngine, openClient } from '../../src/features/search/engine/engineClient.ts'
import { formatName } from '../../src/features/search/engine/indexFormat.ts'
import { beginIndex, makeLive } from '../../src/features/search/queries/indexes.ts'
import { servicesOf } from '../../src/shared/services.ts'
import { createEvent } from '../factories/events.ts'
import { appOf } from '../support/client.ts'
import { freePort } from '../support/freePort.ts'
import { poolOf } from '../support/pool.ts'
import { startTestPlatform, type TestPlatform } from '../support/testPlatform.ts'

describe('a search engine that is away', () => {
  let platform: TestPlatform
  let port: number

  beforeAll(async () => {
    port = await freePort()
    platform = await startTestPlatform({ SEARCH_URL: `http://elastic:hush-hush@127.0.0.1:${port}` })
    const connection = connectionOf(platform.payload)
    await createEvent(platform.payload, { title: 'Bolt Bowl' })
    // As if an index were complete: the engine is asked.
    await poolOf(platform.payload).query('UPDATE outbox SET relayed_at = now()')
    await beginIndex(connection, { name: 'robo-events-1', format: formatName })
    await makeLive(connection, 'robo-events-1')
  })
  afterAll(async () => {
    await platform.stop()
    delete process.env.SEARCH_URL
  })

  it('leaves the answer to PostgreSQL, and the health report says so', async () => {
    const anyone = appOf(platform.url)
    const engine = servicesOf(platform.payload).searchEngine!
    for (const route of [
      'search/?q=bolt',
      'events/?search=bowl',
      'search/?q=bol',
      'search/?q=bo',
    ]) {
      expect((await anyone.get(route)).body).toMatchObject({ count: 1 })
    }
    expect(engine.counts).toMatchObject({ engine: 0, unavailable: 4 })
    expect(engine.isUp).toBe(false)
    const { body, status } = await anyone.get('health/')
    expect({ body, status }).toMatchObject({
      status: 200,
      body: { status: 'healthy', search: 'search engine unavailable' },
    })
  })

  it('is named in errors without its password', async () => {
    const client = await openClient(`http://elastic:hush-hush@127.0.0.1:${port}`)
    const error: unknown = await callEngine(() => client.info()).catch(
      (problem: unknown) => problem,
    )
    expect(error).toBeInstanceOf(EngineUnavailable)
    expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain('hush')
    await client.close()
  })
})

describe('the circuit breaker', () => {
  const fails = () => Promise.reject(new Error('away'))

  it('stops asking after failures, and closes with the first success after the pause', async () => {
    const changes: boolean[] = []
    const breaker = new CircuitBreaker({ failures: 2, pauseMs: 0 }, (isUp) => changes.push(isUp))
    await expect(breaker.run(fails)).rejects.toThrow(EngineUnavailable)
    expect(breaker.isUp).toBe(true)
    await expect(breaker.run(fails)).rejects.toThrow(EngineUnavailable)
    expect(breaker.isUp).toBe(false)
    expect(await breaker.run(() => Promise.resolve(1))).toBe(1)
    expect(changes).toEqual([false, true])
  })

  it('asks nothing in the pause', async () => {
    const breaker = new CircuitBreaker({ failures: 1, pauseMs: 60_000 }, () => undefined)
    await expect(breaker.run(fails)).rejects.toThrow(EngineUnavailable)
    let calls = 0
    const ask = () => breaker.run(() => Promise.resolve((calls += 1)))
    await expect(ask()).rejects.toThrow(EngineUnavailable)
    expect(calls).toBe(0)
  })

  it('lets one call try it after the pause, and no other wait', async () => {
    const breaker = new CircuitBreaker({ failures: 1, pauseMs: 0 }, () => undefined)
    await expect(breaker.run(fails)).rejects.toThrow(EngineUnavailable)
    let answer: (value: number) => void = () => undefined
    const trial = breaker.run(() => new Promise<number>((resolve) => (answer = resolve)))
    await expect(breaker.run(() => Promise.resolve(2))).rejects.toThrow(EngineUnavailable)
    answer(1)
    expect(await trial).toBe(1)
    expect(await breaker.run(() => Promise.resolve(2))).toBe(2)
  })
})
