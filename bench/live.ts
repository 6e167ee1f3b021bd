/**
 * `npm run bench:live` measures live updates: two servers, and on one of them 5,000 WebSockets and 500
 * streams that watch one event. It measures the memory of a connection, the time until a registration on the
 * other server has reached all of them, the messages during a rush, and what they cost the rush.
 * `-- --sockets 5000 --streams 500 --seconds 4 --rounds 4 --registrations 40`
 */
import { createHash } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import pg from 'pg'

import { createTokens } from '../src/features/accounts/tokens.ts'
import { startEmbedded } from '../src/runtime/embeddedPostgres/startEmbedded.ts'
import { ask, startProgram, startTarget, stopProgram, type Target, type Usage } from './children.ts'
import type { Counted, Latencies, LiveCommand } from './liveClients.ts'
import type { Load, Outcome } from './load.ts'
import { describeMachine } from './machine.ts'
import { type Caller, seedCallers, seedEvents } from './seed.ts'

const { values } = parseArgs({
  options: {
    sockets: { type: 'string', default: '5000' },
    streams: { type: 'string', default: '500' },
    'signed-in': { type: 'string', default: '5000' },
    seconds: { type: 'string', default: '4' },
    rounds: { type: 'string', default: '4' },
    registrations: { type: 'string', default: '40' },
  },
})
const sockets = Number(values.sockets)
const streams = Number(values.streams)
/** WebSockets of a user each: who is still signed in is asked twice a second. */
const signedIn = Math.min(sockets, Number(values['signed-in']))
const seconds = Number(values.seconds)
const rounds = Number(values.rounds)
const registrations = Number(values.registrations)

const secret = 'of the benchmark of live updates'
const payloadSecret = createHash('sha256').update(secret).digest('hex').slice(0, 32)

/** Registrations of one rush: more than a server can take in the time. */
const rushSize = 25_000
const rushConnections = 50

const restMs = 10_000

const round = (value: number) => Math.round(value * 10) / 10

function startServer(databaseUrl: string, dataDir: string) {
  return startTarget('serve', {
    DATABASE_URL: databaseUrl,
    DATA_DIR: dataDir,
    PAYLOAD_SECRET: secret,
    ADMIN_PASSWORD: 'of the benchmark alone',
    PANEL: 'off',
    WORKER: 'external',
    RATE_LIMITS: 'off',
    LOG_LEVEL: 'error',
  })
}

/** A rush of registrations for one event. @returns registrations a second */
async function rush(server: Target, event: number, callers: Caller[]): Promise<number> {
  const sent = callers.map(({ token }) => ({
    method: 'POST' as const,
    path: `/api/v1/events/${event}/register/`,
    token,
  }))
  const load: Load = {
    url: server.url,
    seconds,
    connections: rushConnections,
    sharing: 'once',
    lists: [sent],
  }
  const outcome = await ask<Outcome>(loader, load)
  return (outcome.statuses['200'] ?? 0) / outcome.seconds
}

interface Scene {
  pool: pg.Pool
  writer: Target
  watched: Target
  takeCallers: (count: number) => Caller[]
}

/** One rush for the watched event. @returns its rate, and what its clients were told */
async function watchedRush({ pool, takeCallers, watched, writer }: Scene, event: number) {
  const before = [await watched.usage(), await ask<Usage>(clients, 'usage')]
  await ask(clients, { kind: 'count' } satisfies LiveCommand)
  const rate = await rush(writer, event, takeCallers(rushSize))
  await sleep(2500)
  const counted = await ask<Counted>(clients, { kind: 'counted' } satisfies LiveCommand)
  const after = [await watched.usage(), await ask<Usage>(clients, 'usage')]
  const [server, client] = after.map(
    ({ cpuMillis }, index) => (cpuMillis - before[index]!.cpuMillis) / counted.seconds / 10,
  )
  const { rows } = await pool.query<{ taken: number }>(
    'SELECT taken FROM event_seats WHERE event_id = $1',
    [event],
  )
  const isRight = counted.last.length === 1 && counted.last[0] === rows[0]!.taken
  console.log(
    `during a rush: ${Math.round(counted.messages / counted.seconds)} messages a second, ` +
      `at most ${counted.mostInSecond} a client within a second, the last one ` +
      `${isRight ? 'right' : `WRONG: ${counted.last.join(', ')} for ${rows[0]!.taken}`}, ` +
      `${Math.round(server!)} % of a core in the server, ${Math.round(client!)} % in the clients`,
  )
  return { rate, isWell: isRight && counted.mostInSecond <= 4 }
}

/** Rushes for the watched event and for another one alternate: the machine is not as fast in every minute. */
async function measureRushes(scene: Scene, watchedEvent: number, other: number) {
  const watched: number[] = []
  const without: number[] = []
  let isWell = true
  for (let round = 0; round < rounds; round += 1) {
    without.push(await rush(scene.writer, other, scene.takeCallers(rushSize)))
    const found = await watchedRush(scene, watchedEvent)
    watched.push(found.rate)
    isWell &&= found.isWell
  }
  const sum = (rates: number[]) => rates.reduce((all, rate) => all + rate, 0)
  const list = (rates: number[]) => rates.map(Math.round).join(', ')
  console.log(
    `the rush: ${list(watched)} registrations a second while it is watched, ${list(without)} otherwise ` +
      `(${Math.round((sum(watched) / sum(without)) * 100)} %)`,
  )
  return isWell
}

async function measure({ pool, takeCallers, watched, writer }: Scene): Promise<boolean> {
  const [quiet, hot, control] = await seedEvents(pool, 3, { capacity: 1_000_000 })
  await rush(writer, control!, takeCallers(2000))
  const before = await watched.rest()
  const tell = <Answer>(command: LiveCommand) => ask<Answer>(clients, command)

  const users = takeCallers(signedIn).map(({ token }) => token)
  await tell({ kind: 'connect', url: watched.url, event: quiet!, sockets, streams, tokens: users })
  const after = await watched.rest()
  const each = (after.rssBytes - before.rssBytes) / (sockets + streams) / 1024
  const heap = (after.heapBytes - before.heapBytes) / (sockets + streams) / 1024
  console.log(`memory of a connection: ${round(each)} KiB resident, ${round(heap)} KiB of heap`)

  const quietly = await watched.usage()
  await sleep(restMs)
  const atRest = ((await watched.usage()).cpuMillis - quietly.cpuMillis) / restMs
  console.log(
    `while nothing happens: ${round(atRest * 100)} % of a core, ${signedIn} of them signed in`,
  )

  const tokens = takeCallers(registrations).map(({ token }) => token)
  const latency = await tell<Latencies>({
    kind: 'register',
    url: writer.url,
    event: quiet!,
    tokens,
    pauseMs: 700,
  })
  console.log(
    `until a registration on the other server is known: p50 ${round(latency.p50)} ms, ` +
      `p99 ${round(latency.p99)} ms, longest ${round(latency.longest)} ms ` +
      `(${latency.samples} messages, ${latency.missing} missing)`,
  )

  const isWell = await measureRushes({ pool, takeCallers, watched, writer }, quiet!, hot!)
  return isWell && latency.missing === 0
}

// Early: a message to a program that still loads would be lost.
const loader = startProgram('benchLoad')
const clients = startProgram('benchLiveClients')

const dataDir = await mkdtemp(path.join(tmpdir(), 'robo-events-live-'))
const database = await startEmbedded(dataDir, { settings: { fsync: 'off' } })
const pool = new pg.Pool({ connectionString: database.url })
const servers: Target[] = []
try {
  servers.push(await startServer(database.url, dataDir))
  servers.push(await startServer(database.url, dataDir))
  console.log(await describeMachine(pool))
  const tokens = createTokens({ secret: payloadSecret }, {})
  const callers = await seedCallers(
    pool,
    tokens,
    2 * rounds * rushSize + 2000 + registrations + signedIn,
  )
  const scene = {
    pool,
    writer: servers[0]!,
    watched: servers[1]!,
    takeCallers: (count: number) => callers.splice(0, count),
  }
  const isWell = await measure(scene)
  process.exitCode = isWell ? 0 : 1
} finally {
  await Promise.all([stopProgram(loader), stopProgram(clients)])
  await Promise.all(servers.map((server) => server.stop()))
  await pool.end()
  await database.stop()
  await rm(dataDir, { recursive: true, force: true })
}
