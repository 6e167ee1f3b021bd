import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

import { readEnv } from '../../src/runtime/env/env.ts'
import { createApp } from '../../src/composition/createApp.ts'
import { signedInApp } from '../support/callers.ts'
import { appOf, type Client } from '../support/client.ts'
import { withoutDatabase } from '../support/outages.ts'
import { poolOf } from '../support/pool.ts'
import { startTestPlatform, type TestPlatform } from '../support/testPlatform.ts'

let platform: TestPlatform
let anyone: Client
let app: Client

beforeAll(async () => {
  platform = await startTestPlatform()
  anyone = appOf(platform.url)
  app = (await signedInApp(platform)).app
})

afterAll(() => platform.stop())

const everywhere = ['health/', 'health', '/api/health/', '/api/health']
const timestamp = expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/)

describe('GET health/', () => {
  it.each(everywhere)('%s: 200, healthy', async (path) => {
    const { status, headers, body } = await anyone.get(path)

    expect(status).toBe(200)
    expect(headers.get('cache-control')).toBe('no-store')
    expect(body).toEqual({
      status: 'healthy',
      timestamp,
      database: 'connected',
      cache: expect.any(String),
      queue: expect.any(String),
      version: expect.stringMatching(/^\d+\.\d+\.\d+/),
    })
  })

  it('answers with a bad token too', async () => {
    const headers = { Authorization: 'Bearer nonsense' }

    expect((await anyone.get('health/', { headers })).status).toBe(200)
  })
})

describe('with the database gone', () => {
  it('health is 500, unhealthy, without secrets, and well again afterwards', async () => {
    const answers = await withoutDatabase(platform, () =>
      Promise.all(everywhere.map((path) => anyone.get(path))),
    )

    for (const { status, body } of answers) {
      expect(status).toBe(500)
      expect(body).toEqual({
        status: 'unhealthy',
        timestamp,
        error: 'The database does not answer.',
      })
    }
    expect((await anyone.get('health/')).status).toBe(200)
  })

  it('health is told as problem details to who asks', async () => {
    const headers = { Accept: 'application/problem+json' }

    const answer = await withoutDatabase(platform, () => anyone.get('health/', { headers }))

    expect(answer.headers.get('content-type')).toBe('application/problem+json')
    expect(answer.body).toEqual({
      type: 'about:blank',
      title: 'Internal Server Error',
      status: 500,
      detail: 'The database does not answer.',
      timestamp,
    })
  })

  it('a good token is not called bad, on any surface', async () => {
    const answers = await withoutDatabase(platform, () =>
      Promise.all(['events/', 'auth/me/', '/api/events'].map((path) => app.get(path))),
    )

    for (const { status, headers, body } of answers) {
      expect([status, body.detail, headers.get('retry-after')]).toEqual([
        503,
        'The database does not answer. Try again soon.',
        '1',
      ])
    }
  })

  it('a server is alive, and not ready', async () => {
    const [live, ready] = await withoutDatabase(platform, () =>
      Promise.all(['live', 'ready'].map((probe) => anyone.get(`/api/health/${probe}`))),
    )

    expect([live!.status, live!.body]).toEqual([200, { status: 'live' }])
    expect([ready!.status, ready!.body]).toEqual([503, { status: 'not ready' }])
    expect((await anyone.get('/api/health/ready')).status).toBe(200)
  })
})

describe('the migrations', () => {
  const ready = async () => (await anyone.get('/api/health/ready')).status
  const change = (statement: string) => poolOf(platform.payload).query(statement)

  it('that a server lacks make it unready', async () => {
    await change(`UPDATE payload_migrations SET name = 'gone ' || name
                  WHERE id = (SELECT max(id) FROM payload_migrations)`)

    expect(await ready()).toBe(503)
    await change("UPDATE payload_migrations SET name = replace(name, 'gone ', '')")
    expect(await ready()).toBe(200)
  })

  it('of the next release do not: it takes over from one that serves', async () => {
    await change("INSERT INTO payload_migrations (name, batch) VALUES ('of the next release', 99)")

    expect(await ready()).toBe(200)
  })
})

describe('a job that hangs', () => {
  const token = 'for the metrics alone'
  let measured: Server
  let metrics: Client

  beforeAll(async () => {
    const { payload } = platform
    const env = readEnv({ ...process.env, METRICS_TOKEN: token })
    measured = createServer(createApp({ env, payload }))
    await new Promise<void>((resolve) => measured.listen(0, '127.0.0.1', resolve))
    metrics = appOf(`http://127.0.0.1:${(measured.address() as AddressInfo).port}`, token)
  })

  afterAll(() => void measured.close())

  const query = (text: string) => poolOf(platform.payload).query(text)
  /** An email that waits until a time, with so many failed tries. */
  const queueEmail = (runAt: string, attempts: number, lockedAt = 'NULL') =>
    query(`WITH job AS (SELECT id FROM graphile_worker.add_job('sendEmail', '{}'::json))
           SELECT id FROM job`).then(({ rows }) =>
      query(`UPDATE graphile_worker._private_jobs SET run_at = ${runAt}, attempts = ${attempts},
               locked_at = ${lockedAt}, locked_by = CASE WHEN ${lockedAt} IS NULL THEN NULL ELSE 'gone' END
             WHERE id = ${rows[0].id}`),
    )
  const valueOf = (text: string, name: string) =>
    Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1])

  it('is measured, with the emails that wait for a try, and not with those of later', async () => {
    await query(`DELETE FROM graphile_worker._private_jobs`)
    await queueEmail('now()', 1, `now() - interval '20 minutes'`)
    await queueEmail(`now() + interval '1 hour'`, 3)
    await queueEmail(`now() + interval '1 hour'`, 0)
    await queueEmail('now()', 25)

    const { status, body } = await metrics.get('/metrics')

    expect(status).toBe(200)
    const seconds = valueOf(body, 'robo_events_queue_oldest_running_seconds')
    expect(seconds).toBeGreaterThanOrEqual(1200)
    expect(seconds).toBeLessThan(2000)
    expect(valueOf(body, 'robo_events_emails_waiting')).toBe(2)
    await query(`DELETE FROM graphile_worker._private_jobs`)
  })
})

describe('a server that is stopping', () => {
  it('is alive, and not ready', async () => {
    const { payload } = platform
    const server = createServer(createApp({ env: readEnv(), payload, isDraining: () => true }))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const stopping = appOf(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)

    expect((await stopping.get('/api/health/live')).status).toBe(200)
    expect((await stopping.get('/api/health/ready')).status).toBe(503)
    for (const [method, path] of [
      ['GET', 'events/'],
      ['GET', '/api/media'],
      ['POST', 'events/1/register/'],
    ] as const) {
      const { headers } = await stopping.send(method, path)
      expect([path, headers.get('connection')]).toEqual([path, 'close'])
    }

    await new Promise((resolve) => server.close(resolve))
  })
})
