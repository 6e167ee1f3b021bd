import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from '@jest/globals'
import { spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmdirSync } from 'node:fs'
import { mkdir, readdir } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

import {
  type EmbeddedDatabase,
  startEmbedded,
} from '../../src/runtime/embeddedPostgres/startEmbedded.ts'
import type { Event } from '../../src/payload-types.ts'
import { heavyPicture } from '../factories/images.ts'
import { LoadBalancer } from '../support/loadBalancer.ts'
import { bad, RequestLoad, requestsAtOnce, sum } from '../support/requestLoad.ts'
import {
  adminPassword,
  openServerDatabase,
  publishEvent,
  secret,
  signInAdmin,
} from '../support/serverDatabase.ts'
import { newMigratedDataDir } from '../support/migratedCluster.ts'
import { describeWithRedis, type RedisServer, startRedis } from '../support/redisServer.ts'
import {
  killServers,
  type ServerProcess,
  startServer,
  untilPrinted,
} from '../support/serverProcess.ts'
import { uploadImage } from '../support/upload.ts'

/**
 * Two servers on one database and one Redis, under load during the whole file. Each test causes a fault
 * in the middle of the load, and counts the responses and errors of the load by name.
 */
let database: EmbeddedDatabase
let dataDir: string
let redis: RedisServer | undefined
let servers: ServerProcess[]
let balancer: LoadBalancer
let load: RequestLoad
let event: Event
let stored: ReturnType<typeof openServerDatabase>
let env: Record<string, string>

beforeAll(async () => {
  dataDir = await newMigratedDataDir()
  database = await startEmbedded(dataDir, { settings: { fsync: 'off' } })
  redis = await startRedis().catch(() => undefined)
  env = {
    DATABASE_URL: database.url,
    REDIS_URL: redis?.url ?? '',
    DATA_DIR: dataDir,
    PAYLOAD_SECRET: secret,
    ADMIN_PASSWORD: adminPassword,
    WORKER: 'external',
    RATE_LIMITS: 'off',
    DRAIN_SECONDS: '1',
    CLIENT_SECONDS: '2',
  }
  servers = [await startServer({ env })]
  servers.push(await startServer({ env }))
  stored = openServerDatabase(database.url)
  event = await publishEvent(await signInAdmin(servers[0]!.url), { maxParticipants: 100_000 })
  const people = await stored.people(12_000)
  balancer = new LoadBalancer(servers.map(({ url }) => url))
  load = new RequestLoad(
    balancer,
    event.id,
    people.map(({ id }) => ({ id, accessToken: stored.accessToken(id) })),
  )
}, 180_000)

beforeEach(async () => {
  await balancer.untilReady(2)
  await load.untilWell('register', 20)
  load.since()
})

/** After each fault everything works again by itself, and every confirmed registration is stored. */
afterEach(async () => {
  await balancer.untilReady(2)
  load.since()
  await load.untilWell('register', 50)
  expect(bad(load.since())).toEqual({})
  const tickets = [...load.tickets]
  const [found] = await stored.rows<{ count: number }>(
    `SELECT count(*)::int AS count FROM registrations
     WHERE state = 'confirmed' AND ticket_code = ANY($1)`,
    [tickets],
  )
  expect(found!.count).toBe(tickets.length)
  expect(await stored.brokenInvariants()).toEqual([])
}, 180_000)

afterAll(async () => {
  await load.stop()
  balancer.close()
  for (const server of servers) server.kill('SIGTERM')
  await Promise.all(servers.map((server) => server.waitForExit()))
  killServers()
  await stored.end()
  await redis?.stop()
  await database.stop()
}, 180_000)

async function startAgain(index: number) {
  const { port } = new URL(servers[index]!.url)
  servers[index] = await startServer({ env: { ...env, PORT: port } })
  await balancer.untilReady(2)
}

it('a rolling restart loses no request', async () => {
  for (const index of [0, 1]) {
    servers[index]!.kill('SIGTERM')
    expect(await servers[index]!.waitForExit()).toEqual({ code: 0, signal: null })
    await startAgain(index)
  }

  const counts = load.since()
  console.log(`Rolling restart: ${sum(counts)} requests, ${JSON.stringify(bad(counts))} lost`)
  expect(bad(counts)).toEqual({})
}, 180_000)

it('a killed server loses no more than the requests that were sent to it', async () => {
  servers[0]!.kill('SIGKILL')
  await servers[0]!.ended
  await load.untilWell('register', 50)
  await startAgain(0)

  const lost = bad(load.since())
  console.log(`A server killed: ${JSON.stringify(lost)}`)
  for (const name of Object.keys(lost))
    expect(name).toMatch(/ (ECONNRESET|cut off|socket hang up)$/)
  // Each client may lose one request in flight, and one on a connection that it does not know is closed.
  expect(sum(lost)).toBeLessThanOrEqual(2 * requestsAtOnce)
}, 180_000)

it('while PostgreSQL restarts, requests get a 500 or 503', async () => {
  const [{ pid }] = (await stored.rows<{ pid: number }>('SELECT pg_backend_pid() AS pid')) as [
    { pid: number },
  ]
  const status = spawnSync('ps', ['-o', 'ppid=', '-p', String(pid)], { encoding: 'utf8' }).stdout
  process.kill(Number(status), 'SIGINT')
  await load.untilWell('register', 50)

  const lost = bad(load.since())
  console.log(`PostgreSQL restarted: ${JSON.stringify(lost)}`)
  for (const name of Object.keys(lost)) expect(name).toMatch(/ (500|503)$/)
  expect(sum(lost)).toBeGreaterThan(0)
}, 180_000)

describeWithRedis('Redis', () => {
  it('that is killed loses no request, and is used again when it is back', async () => {
    await redis!.kill()
    await untilPrinted(servers[0]!, 'Redis cannot be reached')
    await load.untilWell('register', 100)
    await redis!.start()
    const answers = () => servers.map((server) => server.out().split('Redis is connected').length)
    const before = answers()
    while (answers().some((count, index) => count <= before[index]!)) {
      await sleep(20)
    }

    expect(bad(load.since())).toEqual({})
  }, 180_000)
})

interface Document {
  paths: Record<string, Record<string, object>>
}

/** Begins a request to every operation of the API, and sends only the first byte of its body. */
async function slowClients(url: string) {
  const { hostname, port } = new URL(url)
  const { paths } = (await (await fetch(`${url}/api/openapi.json`)).json()) as Document
  const requests = Object.entries(paths).flatMap(([route, methods]) =>
    Object.keys(methods).map((method) => {
      const target = route.replace(/\{\w+\}/g, String(event.id))
      return `${method.toUpperCase()} ${target} HTTP/1.1`
    }),
  )
  const headers = 'Host: slow\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{'
  return requests.map((line) => {
    const socket = connect(Number(port), hostname)
    socket.on('error', () => undefined).resume()
    socket.write(`${line}\r\n${headers}`)
    return { line, ended: once(socket, 'close'), socket }
  })
}

it('slow clients on every route delay nobody else, and are disconnected', async () => {
  const slow = await slowClients(servers[0]!.url)
  await load.untilWell('register', 100)
  const deadline = sleep(10_000, 'waits', { ref: false })
  const ends = await Promise.all(
    slow.map(async ({ line, ended }) => [line, await Promise.race([ended, deadline])]),
  )

  console.log(`${slow.length} slow clients`)
  expect(ends.filter(([, end]) => end === 'waits')).toEqual([])
  expect(bad(load.since())).toEqual({})
}, 180_000)

/** Mounts a file system of 300 kB on a folder. @returns whether that worked */
const smallDisk = (folder: string) =>
  spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=300k', 'tmpfs', folder]).status === 0

const umount = (folder: string) => spawnSync('umount', [folder])

/** Only root can mount a file system, and not on every machine. */
function canMakeDisks() {
  const folder = mkdtempSync(path.join(tmpdir(), 'robo-events-disk-'))
  const can = smallDisk(folder)
  if (can) umount(folder)
  rmdirSync(folder)
  return can
}

const itWithSmallDisk = canMakeDisks() ? it : it.skip

itWithSmallDisk(
  'on a full disk an upload gets a 507 and leaves no part of the file behind',
  async () => {
    const media = path.join(dataDir, 'media')
    await mkdir(media, { recursive: true })
    smallDisk(media)
    try {
      const admin = await signInAdmin(servers[0]!.url)
      const { body } = await admin.post('/api/users/login', {
        username: 'admin',
        password: adminPassword,
      })
      // Only the smallest of its image sizes fits on the disk.
      const upload = { data: await heavyPicture(800, 600) }
      const answer = await uploadImage(servers[0]!.url, { ...upload, token: body.token as string })

      expect([answer.status, answer.body]).toEqual([
        507,
        { errors: [{ message: 'There is no room for more data. Nothing was changed.' }] },
      ])
      expect(await readdir(media)).toEqual([])
      expect((await admin.get('/api/media')).body.totalDocs).toBe(0)
      expect(bad(load.since())).toEqual({})
    } finally {
      umount(media)
    }
  },
  180_000,
)
