/**
 * `npm run bench:memory` compares the server's memory and open handles before and after 100,000
 * requests. It fails when the heap is more than 10 % larger, or when there are more handles of any kind.
 * The requests are of all kinds: cached reads, uncached reads, registrations, sign-ins, and refused
 * requests.
 */
import { createHash, randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { Agent, request } from 'node:http'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'

import { startEmbedded } from '../src/runtime/embeddedPostgres/startEmbedded.ts'
import { startTarget } from './children.ts'
import { describeMachine } from './machine.ts'
import type { Rest } from './meter.ts'
import { type Caller, seedCallers, seedEvents } from './seed.ts'
import { createTokens } from '../src/features/accounts/tokens.ts'

const warmUp = 20_000
const measured = Number(process.argv[2] ?? 100_000)
const connections = 32
const allowedGrowth = 0.1

/** Milliseconds. Longer than idle connections to the database stay open. */
const untilIdleMs = 75_000

const secret = 'of the benchmark of memory alone'
/** Payload derives this from the secret. The keys of tokens are derived from it. */
const payloadSecret = createHash('sha256').update(secret).digest('hex').slice(0, 32)
const adminPassword = 'of the benchmark alone'

interface Sent {
  method?: string
  path: string
  token?: string
  body?: object
}

interface Scene {
  events: number[]
  callers: Caller[]
}

const login = (password: string): Sent => ({
  method: 'POST',
  path: '/api/v1/auth/login/',
  body: { username: 'admin', password },
})

/** The request with this index. Of each 100 requests, a fixed number is of each kind. */
function requestOf(index: number, { events, callers }: Scene): Sent {
  const place = index % 100
  const round = Math.floor(index / 100)
  const event = events[round % events.length]!
  // In each round ten callers register. Each of them registers for the first time.
  const { token } = callers[(round * 10 + (place % 10)) % callers.length]!
  if (place < 40) return { path: `/api/v1/events/?page=${(index % 5) + 1}` }
  if (place < 60) return { path: `/api/v1/events/${event}/` }
  if (place < 65) return { path: `/api/events/${event}` }
  if (place < 70) return { path: `/api/events?limit=5&page=${(index % 10) + 1}`, token }
  const query = '{ Events(limit: 3) { docs { id title seatsLeft } } }'
  if (place < 73) return { method: 'POST', path: '/api/graphql', body: { query } }
  if (place < 80) return { path: '/api/v1/auth/me/', token }
  if (place < 90) return { method: 'POST', path: `/api/v1/events/${event}/register/`, token }
  if (place < 91) return login(index % 2000 === 90 ? 'not the password' : adminPassword)
  if (place < 95) return { path: '/api/v1/events/999999999/' }
  if (place < 97) return { path: '/api/v1/auth/me/', token: 'nobody' }
  if (place < 98) return { path: `/api/nothing/${index}` }
  return { method: 'POST', path: '/api/v1/auth/login/', body: { nothing: true } }
}

const send = (url: string, agent: Agent, { method = 'GET', path, token, body }: Sent) =>
  new Promise<number>((resolve, reject) => {
    const text = body ? JSON.stringify(body) : ''
    const headers = {
      ...(token ? { Authorization: `Bearer ${token}` } : {}),
      ...(body ? { 'Content-Type': 'application/json' } : {}),
      ...(method === 'POST' ? { 'Idempotency-Key': randomUUID() } : {}),
      'Content-Length': Buffer.byteLength(text),
    }
    const sent = request(`${url}${path}`, { method, agent, headers }, (res) => {
      res.resume().on('end', () => resolve(res.statusCode!))
    })
    sent.on('error', reject).end(text)
  })

/** Sends `count` requests, then closes the connections. @returns the number of responses by status */
async function sendAll(url: string, scene: Scene, from: number, count: number) {
  const agent = new Agent({ keepAlive: true })
  const statuses: Record<string, number> = {}
  let next = from
  const connection = async () => {
    while (next < from + count) {
      const status = await send(url, agent, requestOf((next += 1), scene))
      statuses[status] = (statuses[status] ?? 0) + 1
    }
  }
  await Promise.all(Array.from({ length: connections }, connection))
  agent.destroy()
  return statuses
}

const grown = (before: Rest, after: Rest) =>
  Object.entries(after.resources).filter(([kind, count]) => count > (before.resources[kind] ?? 0))

const print = (name: string, { heapBytes, rssBytes, resources }: Rest) => {
  const mega = (bytes: number) => `${(bytes / 2 ** 20).toFixed(1)} MiB`
  console.log(`${name}: heap ${mega(heapBytes)}, resident ${mega(rssBytes)}`, resources)
}

async function measure(databaseUrl: string, dataDir: string): Promise<boolean> {
  const server = await startTarget('serve', {
    DATABASE_URL: databaseUrl,
    DATA_DIR: dataDir,
    PAYLOAD_SECRET: secret,
    ADMIN_PASSWORD: adminPassword,
    PANEL: 'off',
    WORKER: 'external',
    RATE_LIMITS: 'off',
    LOG_LEVEL: 'error',
  })
  const pool = new pg.Pool({ connectionString: databaseUrl })
  try {
    console.log(await describeMachine(pool))
    const tokens = createTokens({ secret: payloadSecret }, {})
    const scene = {
      events: await seedEvents(pool, 100, { capacity: 100_000 }),
      callers: await seedCallers(pool, tokens, (warmUp + measured) / 10 + 10),
    }
    await sendAll(server.url, scene, 0, warmUp)
    await sleep(untilIdleMs)
    const before = await server.rest()
    print('before', before)

    const began = performance.now()
    const statuses = await sendAll(server.url, scene, warmUp, measured)
    const seconds = (performance.now() - began) / 1000
    console.log(`${measured} requests in ${seconds.toFixed(0)} s, by status:`, statuses)
    await sleep(untilIdleMs)
    const after = await server.rest()
    print('after', after)

    const growth = after.heapBytes / before.heapBytes - 1
    const left = grown(before, after)
    console.log(`heap ${(growth * 100).toFixed(1)} %, handles left:`, Object.fromEntries(left))
    return growth <= allowedGrowth && left.length === 0
  } finally {
    await pool.end()
    await server.stop()
  }
}

const dataDir = await mkdtemp(path.join(tmpdir(), 'robo-events-memory-'))
const database = await startEmbedded(dataDir, { settings: { fsync: 'off' } })
try {
  const isWell = await measure(database.url, dataDir)
  console.log(isWell ? '✓ as before' : '✗ more than before')
  process.exitCode = isWell ? 0 : 1
} finally {
  await database.stop()
  await rm(dataDir, { recursive: true, force: true })
}
