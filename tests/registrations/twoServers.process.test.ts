import { afterAll, beforeAll, expect, it } from '@jest/globals'

import { countOutcomes } from '../support/registrationOutcomes.ts'
import {
  adminPassword,
  openServerDatabase,
  publishEvent,
  secret,
  signInAdmin,
} from '../support/serverDatabase.ts'
import { type Client, clientOf } from '../support/client.ts'
import { killServers, type ServerProcess, startServer } from '../support/serverProcess.ts'
import { createDatabase, dropDatabase } from '../support/template.ts'
import { clusterUrl, newDataDir } from '../support/testPlatform.ts'

const clients = 1000

/** Two servers, as behind a load balancer. They start at the same time on one empty database. */
let databaseUrl: string
let servers: ServerProcess[] = []
let database: ReturnType<typeof openServerDatabase>
let admin: Client

beforeAll(async () => {
  databaseUrl = await createDatabase(clusterUrl())
  const start = async () =>
    startServer({
      env: {
        DATABASE_URL: databaseUrl,
        DATA_DIR: await newDataDir(),
        PAYLOAD_SECRET: secret,
        ADMIN_PASSWORD: adminPassword,
      },
    })
  servers = await Promise.all([start(), start()])
  database = openServerDatabase(databaseUrl)
  admin = await signInAdmin(servers[0]!.url)
}, 180_000)

afterAll(async () => {
  for (const server of servers) server.kill('SIGTERM')
  await Promise.all(servers.map((server) => server.waitForExit()))
  killServers()
  await database.end()
  await dropDatabase(clusterUrl(), databaseUrl)
})

it('two servers migrate the database once and create one first admin', async () => {
  const migrations = await database.rows<{ name: string }>('SELECT name FROM payload_migrations')
  const users = await database.rows('SELECT username, role FROM users')

  expect(migrations.length).toBeGreaterThan(0)
  expect(new Set(migrations.map(({ name }) => name)).size).toBe(migrations.length)
  expect(users).toEqual([{ username: 'admin', role: 'admin' }])
  const applied = servers.map(
    (server) => /Migrations: (\d+ applied|none missing)/.exec(server.out())![1],
  )
  expect(applied.sort()).toEqual([`${migrations.length} applied`, 'none missing'])
  const greeted = servers.filter((server) => server.out().includes('First admin'))
  expect(greeted).toHaveLength(1)
})

it('of many clients at once 100 get a seat, and each gets a response', async () => {
  const event = await publishEvent(admin, { maxParticipants: 100 })
  const people = await database.people(clients)
  const began = performance.now()

  const answers = await Promise.all(
    people.map(({ token }, index) =>
      clientOf(servers[index % 2]!.url, token).post(`/api/events/${event.id}/register`),
    ),
  )

  const seconds = (performance.now() - began) / 1000
  console.log(`${clients} clients on two servers: answered in ${seconds.toFixed(1)} s`)
  expect(countOutcomes(answers)).toEqual({ confirmed: 100, event_full: clients - 100 })
  expect(await database.brokenInvariants()).toEqual([])
}, 180_000)

it('parties that grow on both servers get the free seats, and no more', async () => {
  const event = await publishEvent(admin, { maxParticipants: 60, maxPartySize: 3 })
  const path = `/api/events/${event.id}/register`
  const people = await database.people(40)
  const on = (index: number) => clientOf(servers[index % 2]!.url, people[index % 40]!.token)
  await Promise.all(people.map((_person, index) => on(index).post(path)))
  const newcomers = await database.people(20)

  const [grown, came, left] = await Promise.all([
    Promise.all(people.slice(0, 30).map((_one, index) => on(index).patch(path, { seats: 3 }))),
    Promise.all(
      newcomers.map(({ token }, index) => clientOf(servers[index % 2]!.url, token).post(path)),
    ),
    Promise.all([30, 31, 32, 33, 34].map((index) => on(index).delete(path))),
  ])

  for (const { status } of [...grown, ...came]) expect([200, 409]).toContain(status)
  expect(left.map(({ status }) => status)).toEqual([204, 204, 204, 204, 204])
  expect(await database.brokenInvariants()).toEqual([])
}, 60_000)

it('a change on one server shows on the other at once', async () => {
  const event = await publishEvent(admin, { maxParticipants: 1, waitlistEnabled: true })
  const path = `/api/events/${event.id}/register`
  const [first, second] = await database.people(2)

  await clientOf(servers[0]!.url, first!.token).post(path)
  const queued = await clientOf(servers[1]!.url, second!.token).post(path)
  await clientOf(servers[1]!.url, first!.token).delete(path)

  expect(queued.body).toMatchObject({ status: 'waitlisted', position: 1 })
  const shown = (await clientOf(servers[1]!.url).get(`/api/events/${event.id}`)).body
  expect(shown).toMatchObject({ registeredCount: 1, seatsLeft: 0, waitlistCount: 0 })
})
