import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { setTimeout as sleep } from 'node:timers/promises'

import { LiveClient as AppClient } from '../../src/shared/liveClient.ts'
import { type Client, clientOf } from '../support/client.ts'
import { freePort } from '../support/freePort.ts'
import { LiveClient } from '../support/liveClient.ts'
import { describeWithRedis, type RedisServer, startRedis } from '../support/redisServer.ts'
import {
  adminPassword,
  openServerDatabase,
  publishEvent,
  secret,
  signInAdmin,
} from '../support/serverDatabase.ts'
import { killServers, type ServerProcess, startServer } from '../support/serverProcess.ts'
import { createDatabase, dropDatabase } from '../support/template.ts'
import { clusterUrl, newDataDir } from '../support/testPlatform.ts'

/** Kills and restarts of servers, Redis and clients; LIVE_KILLS=200 is the whole proof. */
const kills = Number(process.env.LIVE_KILLS ?? 6)

/** Changes of seats while they go on. */
const changes = Math.max(300, kills * 25)

const watchers = 20
const eventsWatched = 5

/** The client for apps is made for browsers, which have one. */
const needsSocket = 'WebSocket' in globalThis

interface Watcher {
  client: AppClient
  seats: Map<number, number>
}

/** Two servers on one database, with Redis or without. */
function serversTests(withRedis: boolean) {
  let databaseUrl: string
  let database: ReturnType<typeof openServerDatabase>
  let redis: RedisServer | undefined
  let ports: string[]
  let servers: ServerProcess[] = []
  let admin: Client

  const start = async (index: number) =>
    startServer({
      env: {
        DATABASE_URL: databaseUrl,
        DATA_DIR: await newDataDir(),
        PAYLOAD_SECRET: secret,
        ADMIN_PASSWORD: adminPassword,
        RATE_LIMITS: 'off',
        PORT: ports[index]!,
        ...(redis ? { REDIS_URL: redis.url } : {}),
      },
    })

  beforeAll(async () => {
    databaseUrl = await createDatabase(clusterUrl())
    if (withRedis) redis = await startRedis()
    ports = [String(await freePort()), String(await freePort())]
    servers = [await start(0), await start(1)]
    database = openServerDatabase(databaseUrl)
    admin = await signInAdmin(servers[0]!.url)
  }, 180_000)

  afterAll(async () => {
    for (const server of servers) server.kill('SIGKILL')
    killServers()
    await redis?.stop()
    await database.end()
    await dropDatabase(clusterUrl(), databaseUrl)
  })

  it('what one server commits reaches the clients of the other', async () => {
    const event = await publishEvent(admin, { maxParticipants: 10 })
    const [person] = await database.people(1)
    const client = await LiveClient.connect(servers[1]!.url)
    await client.signIn(database.accessToken(person!.id))
    await client.subscribe(event.id)
    await clientOf(servers[0]!.url, person!.token).post(`/api/events/${event.id}/register`)
    expect(await client.next('seats')).toMatchObject({ registered_count: 1 })
    const other = await LiveClient.connect(servers[1]!.url)
    await other.signIn(database.accessToken(person!.id))
    await admin.patch(`/api/users/${person!.id}`, { suspended: true })
    expect((await client.closed).code).toBe(4401)
    expect((await other.closed).code).toBe(4401)
  })

  it('a server that stops sends its clients away with 1012', async () => {
    const client = await LiveClient.connect(servers[1]!.url)
    servers[1]!.kill('SIGTERM')
    expect((await client.closed).code).toBe(1012)
    expect((await servers[1]!.waitForExit(30)).code).toBe(0)
    servers[1] = await start(1)
  }, 60_000)

  it(`after ${kills} kills every client shows what the database has`, async () => {
    const events = await Promise.all(
      Array.from({ length: eventsWatched }, () => publishEvent(admin, { maxParticipants: 1000 })),
    )
    const ids = events.map(({ id }) => id)
    const open = (index: number): Watcher => {
      const seats = new Map<number, number>()
      // One server each, as behind a load balancer that sends the client back to the same one.
      const client = new AppClient({ url: `http://127.0.0.1:${ports[index % 2]!}` })
      for (const id of ids) {
        client.subscribe(id, (message) => {
          if (message.type === 'seats') seats.set(id, message.registered_count)
        })
      }
      return { client, seats }
    }
    const clients = Array.from({ length: watchers }, (_none, index) => open(index))
    const people = await database.people(200)
    let isOver = false

    const change = async (number: number) => {
      const { token } = people[number % people.length]!
      const path = `/api/events/${ids[number % ids.length]!}/register`
      const server = clientOf(`http://127.0.0.1:${ports[number % 2]!}`, token)
      const isLeaving = Math.floor(number / people.length) % 2 === 1
      await (isLeaving ? server.delete(path) : server.post(path)).catch(() => undefined)
      await sleep(2)
    }
    const changing = (async () => {
      for (let number = 0; number < changes || !isOver; number += 1) await change(number)
    })()
    for (let kill = 0; kill < kills; kill += 1) {
      const victim = kill % (redis ? 4 : 3)
      if (victim < 2) {
        servers[victim]!.kill('SIGKILL')
        await servers[victim]!.ended
        servers[victim] = await start(victim)
      } else if (victim === 2) {
        const index = kill % watchers
        clients[index]!.client.close()
        clients[index] = open(index)
      } else {
        await redis!.kill()
        await sleep(300)
        await redis!.start()
      }
    }
    isOver = true
    await changing

    const rows = await database.rows<{ id: number; taken: number }>(
      'SELECT event_id AS id, taken FROM event_seats WHERE event_id = ANY($1)',
      [ids],
    )
    const truth = new Map(rows.map(({ id, taken }) => [id, taken]))
    const wrong = () =>
      clients.flatMap(({ seats }, index) =>
        ids.filter((id) => seats.get(id) !== truth.get(id)).map((id) => [index, id, seats.get(id)]),
      )
    // A client that was just cut off waits for up to 30 s before it connects again.
    for (const deadline = performance.now() + 60_000; performance.now() < deadline;) {
      if (wrong().length === 0) break
      await sleep(100)
    }
    expect(wrong()).toEqual([])
    expect([...truth.values()].some((taken) => taken > 0)).toBe(true)
    for (const { client } of clients) client.close()
  }, 3_600_000)
}

beforeAll(async () => {
  // Node has a WebSocket of its own from version 22.
  if (!needsSocket) Object.assign(globalThis, { WebSocket: (await import('ws')).WebSocket })
})

describe('two servers', () => serversTests(false))
describeWithRedis('two servers with Redis', () => serversTests(true))
