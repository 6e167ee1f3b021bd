import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals'
import { readdir } from 'node:fs/promises'
import path from 'node:path'
import pg from 'pg'

import {
  adminPassword,
  openServerDatabase,
  publishEvent,
  secret,
  signInAdmin,
} from '../support/serverDatabase.ts'
import { type Client, clientOf } from '../support/client.ts'
import { eventually } from '../support/eventually.ts'
import { type Proxy, proxyTo } from '../support/proxy.ts'
import {
  killServers,
  type ServerProcess,
  startServer,
  untilHealth,
} from '../support/serverProcess.ts'
import { cloneTemplate, dropDatabase } from '../support/template.ts'
import { clusterUrl, newDataDir } from '../support/testPlatform.ts'

/** A server whose way to its database the tests cut and block. */
let databaseUrl: string
let dataDir: string
let proxy: Proxy
let server: ServerProcess
let admin: Client
let database: ReturnType<typeof openServerDatabase>

beforeAll(async () => {
  databaseUrl = await cloneTemplate(clusterUrl())
  dataDir = await newDataDir()
  proxy = await proxyTo(databaseUrl)
  server = await startServer({
    env: {
      DATABASE_URL: proxy.url,
      DATA_DIR: dataDir,
      PAYLOAD_SECRET: secret,
      ADMIN_PASSWORD: adminPassword,
    },
  })
  admin = await signInAdmin(server.url)
  database = openServerDatabase(databaseUrl)
}, 60_000)

afterEach(() => proxy.open())

afterAll(async () => {
  server.kill('SIGTERM')
  await server.waitForExit()
  killServers()
  await database.end()
  await proxy.cut()
  await dropDatabase(clusterUrl(), databaseUrl)
})

const password = () => new URL(databaseUrl).password

it.each([
  ['cut off', 'cut'],
  ['blocked', 'block'],
] as const)(
  'a database that is %s makes it unhealthy, and healthy again by itself',
  async (_name, loss) => {
    await proxy[loss]()

    await untilHealth(server.url, 500)
    const { body } = await server.client.get('/api/health')
    await proxy.open()
    await untilHealth(server.url, 200)

    expect(body.status).toBe('unhealthy')
    expect(JSON.stringify(body)).not.toContain(password())
    expect(JSON.stringify(body)).not.toMatch(/127\.0\.0\.1|ECONN/)
    expect((await admin.get('/api/events')).status).toBe(200)
  },
  60_000,
)

it('nobody is told that they are not signed in while nobody can look', async () => {
  const event = await publishEvent(admin, { maxParticipants: 5 })
  const [person] = await database.people(1)
  const attendee = clientOf(server.url, person!.token)
  const anyone = clientOf(server.url)
  await proxy.cut()

  const answers = await Promise.all([
    attendee.post(`/api/events/${event.id}/register`),
    attendee.post('/api/registrations', { event: event.id }),
    attendee.get('/api/registrations'),
    attendee.post('/api/graphql', { query: '{ Registrations { totalDocs } }' }),
    admin.patch(`/api/events/${event.id}`, { title: 'New' }),
    admin.post('/api/graphql', { query: '{ Events { totalDocs } }' }),
    anyone.get('/api/events?where[title][like]=New'),
    anyone.get('/api/v1/events/?search=New'),
    anyone.post('/api/graphql', { query: '{ Events(where: {}) { totalDocs } }' }),
    anyone.post('/api/users/login', { username: 'admin', password: 'wrong' }),
    anyone.post('/api/v1/auth/login/', { username: 'admin', password: 'wrong' }),
    anyone.post('/api/users/forgot-password', { email: 'admin@example.com' }),
  ])

  expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 503))
  for (const { headers, body } of answers) {
    expect([body, Number(headers.get('retry-after'))]).toEqual([body, 1])
    expect(JSON.stringify(body)).not.toMatch(/ECONN|select|stack/i)
  }
})

it('a connection that breaks after the claim was sent is an error, and the place is kept once', async () => {
  const event = await publishEvent(admin, { maxParticipants: 5 })
  const [person] = await database.people(1)
  const attendee = clientOf(server.url, person!.token)
  const path = `/api/events/${event.id}/register`
  const holder = new pg.Client({ connectionString: databaseUrl })
  await holder.connect()
  await holder.query('BEGIN')
  await holder.query('SELECT FROM event_seats WHERE event_id = $1 FOR UPDATE', [event.id])
  const answer = attendee.post(path)
  const waiting = () =>
    database.rows(
      "SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()",
    )
  while ((await waiting()).length === 0);

  await proxy.cut()
  const broken = await answer
  await holder.query('COMMIT')
  await holder.end()
  await proxy.open()
  await untilHealth(server.url, 200)
  const again = await attendee.post(path)

  expect(broken.status).toBe(503)
  expect(broken.body).toEqual({ detail: 'The database does not answer. Try again soon.' })
  // The claim was on its way: the database finished it, and the retry finds it.
  expect([again.status, again.body.code]).toEqual([409, 'already_registered'])
  const mine = (await attendee.get('/api/registrations?depth=0')).body.docs
  expect(mine).toEqual([expect.objectContaining({ state: 'confirmed', event: event.id })])
  expect(await database.brokenInvariants()).toEqual([])
})

it('the worker takes its work up again when the database is back', async () => {
  await proxy.cut()
  await untilHealth(server.url, 500)
  await proxy.open()
  await untilHealth(server.url, 200)

  const event = await publishEvent(admin, { title: 'After the cut' })
  const [person] = await database.people(1)
  await clientOf(server.url, person!.token).post(`/api/events/${event.id}/register`)

  const emails = () => readdir(path.join(dataDir, 'mail')).catch(() => [])
  await eventually(emails, (names) => names.some((name) => name.includes('After-the-cut')), 20_000)
}, 60_000)
