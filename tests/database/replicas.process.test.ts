import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import path from 'node:path'
import pg from 'pg'

import {
  type EmbeddedDatabase,
  startEmbedded,
} from '../../src/runtime/embeddedPostgres/startEmbedded.ts'
import {
  adminPassword,
  openServerDatabase,
  publishEvent,
  secret,
  signInAdmin,
} from '../support/serverDatabase.ts'
import { type Client, clientOf } from '../support/client.ts'
import { eventually } from '../support/eventually.ts'
import { newMigratedDataDir } from '../support/migratedCluster.ts'
import { type ReplicaServer, replicaRights, startReplica } from '../support/replicaServer.ts'
import { killServers, type ServerProcess, startServer } from '../support/serverProcess.ts'

const metricsToken = 'the token of the metrics'

/** A server with a primary database and a streaming replica, which the tests pause and kill. */
let primary: EmbeddedDatabase
let replica: ReplicaServer
let onReplica: pg.Pool
let server: ServerProcess
let anyone: Client
let admin: Client
let database: ReturnType<typeof openServerDatabase>

beforeAll(async () => {
  const dataDir = await newMigratedDataDir()
  primary = await startEmbedded(dataDir, {
    settings: { fsync: 'off', track_functions: 'all' },
    rights: replicaRights,
  })
  replica = await startReplica(primary.url, dataDir, path.join(dataDir, 'copy'))
  onReplica = new pg.Pool({ connectionString: replica.url })
  onReplica.on('error', () => undefined)
  server = await startServer({
    env: {
      DATABASE_URL: primary.url,
      DATABASE_REPLICA_URLS: replica.url,
      DATA_DIR: dataDir,
      PAYLOAD_SECRET: secret,
      ADMIN_PASSWORD: adminPassword,
      WORKER: 'external',
      METRICS_TOKEN: metricsToken,
    },
  })
  anyone = server.client
  admin = await signInAdmin(server.url)
  database = openServerDatabase(primary.url)
  await untilUsed()
}, 180_000)

afterAll(async () => {
  server.kill('SIGTERM')
  await server.waitForExit()
  killServers()
  await Promise.all([database.end(), onReplica.end()])
  await replica.kill()
  await primary.stop()
}, 180_000)

const titles = (answer: { body: { data: { Events: { docs: { title: string }[] } } } }) =>
  answer.body.data.Events.docs.map(({ title }) => title)

/** GraphQL is not cached: anonymous callers are answered from the replica. */
const listed = async () => titles(await anyone.graphql('{ Events(limit: 100) { docs { title } } }'))

const said = (words: string) => server.out().split(words).length - 1

const untilUsed = () =>
  eventually(
    () => Promise.resolve(said('serves reads') - said('the primary serves its reads')),
    (count) => count === 1,
    10_000,
  )

/** What the metrics say about the replica. */
async function replicaState() {
  const headers = { Authorization: `Bearer ${metricsToken}` }
  const text = await (await fetch(`${server.url}/metrics`, { headers })).text()
  const valueOf = (name: string) =>
    Number(new RegExp(`^robo_events_replica_${name}{replica="[^"]+"} (.*)$`, 'm').exec(text)?.[1])
  return { isUp: valueOf('up'), ageSeconds: valueOf('age_seconds') }
}

describe('while the replica is behind', () => {
  let count = 0
  const publishBehind = () =>
    publishEvent(admin, { title: `Behind ${(count += 1)}`, maxParticipants: 1 })

  beforeAll(() => replica.pause())
  afterAll(() => replica.resume())

  it('anonymous callers may get old data, signed-in users get what they have written', async () => {
    const { id, title } = await publishBehind()

    expect(await listed()).not.toContain(title)
    const mine = titles(await admin.graphql('{ Events(limit: 100) { docs { title } } }'))
    expect(mine).toContain(title)
    expect((await admin.get(`/api/events/${id}`)).status).toBe(200)
  })

  it('responses that are cached are read from the primary', async () => {
    const { id, title } = await publishBehind()

    for (const address of [`/api/v1/events/${id}/`, `/api/events/${id}`]) {
      const { status, body } = await anyone.get(address)
      expect([status, body.title]).toEqual([200, title])
    }
    const found = await anyone.get(`/api/v1/events/?search=${encodeURIComponent(title)}`)
    expect(found.body.count).toBe(1)
  })

  it('the last seat is given once', async () => {
    const { id } = await publishBehind()
    const people = await database.people(3)

    const answers = await Promise.all(
      people.map(({ token }) => clientOf(server.url, token).post(`/api/events/${id}/register`)),
    )

    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409])
    expect(await database.brokenInvariants()).toEqual([])
  })

  it('a new session is valid', async () => {
    const signedIn = await signInAdmin(server.url)

    expect((await signedIn.get('/api/users/me')).body.user.username).toBe('admin')
  })

  it('it is no longer used after some time, until it has caught up', async () => {
    const { title } = await publishBehind()

    await eventually(listed, (all) => all.includes(title), 10_000)
    await eventually(
      () => Promise.resolve(said('the primary serves its reads')),
      (times) => times === 1,
    )
    const behind = await replicaState()
    expect(behind.isUp).toBe(0)
    expect(behind.ageSeconds).toBeGreaterThan(5)

    await replica.resume()
    await untilUsed()
    const caughtUp = await replicaState()
    expect(caughtUp.isUp).toBe(1)
    expect(caughtUp.ageSeconds).toBeLessThan(behind.ageSeconds)
  }, 180_000)
})

describe('the replica', () => {
  /** How often the replica has read the table of events. */
  const readings = async () => {
    const { rows } = await onReplica.query<{ count: string }>(
      `SELECT coalesce(seq_scan, 0) + coalesce(idx_scan, 0) AS count
       FROM pg_stat_user_tables WHERE relname = 'events'`,
    )
    return Number(rows[0]!.count)
  }

  it('answers the queries', async () => {
    const before = await readings()

    for (let i = 0; i < 5; i += 1) await listed()

    await eventually(readings, (count) => count >= before + 5, 10_000)
  })

  it('that is killed loses no request, and is used again when it is back', async () => {
    const answers: number[] = []
    let isOver = false
    const load = async () => {
      while (!isOver) answers.push((await anyone.graphql('{ Events { totalDocs } }')).status)
    }
    const loads = Promise.all([load(), load(), load(), load()])

    await replica.kill()
    const { title } = await publishEvent(admin, { title: 'Without' })
    await eventually(listed, (all) => all.includes(title))
    await replica.start()
    await untilUsed()
    isOver = true
    await loads

    expect(new Set(answers)).toEqual(new Set([200]))
  }, 180_000)
})
