import { afterAll, beforeAll, expect, it } from '@jest/globals'

import { isAlive, waitForExit } from '../../src/runtime/embeddedPostgres/processes.ts'
import { countOutcomes } from '../support/registrationOutcomes.ts'
import {
  adminPassword,
  openServerDatabase,
  publishEvent,
  secret,
  signInAdmin,
} from '../support/serverDatabase.ts'
import { childrenOf } from '../support/childProcesses.ts'
import { clientOf } from '../support/client.ts'
import { eventually } from '../support/eventually.ts'
import {
  killServers,
  type ServerProcess,
  spawnServer,
  startServer,
  untilHealth,
} from '../support/serverProcess.ts'
import { cloneTemplate, dropDatabase, onCluster } from '../support/template.ts'
import { clusterUrl, newDataDir } from '../support/testPlatform.ts'

/** A server with two web processes behind one port. */
const metricsToken = 'the token of the metrics'
let databaseUrl: string
let env: Record<string, string>
let server: ServerProcess
let database: ReturnType<typeof openServerDatabase>

beforeAll(async () => {
  databaseUrl = await cloneTemplate(clusterUrl())
  env = {
    DATABASE_URL: databaseUrl,
    DATA_DIR: await newDataDir(),
    PAYLOAD_SECRET: secret,
    ADMIN_PASSWORD: adminPassword,
    WEB_CONCURRENCY: '2',
    METRICS_TOKEN: metricsToken,
  }
  server = await startServer({ env })
  database = openServerDatabase(databaseUrl)
}, 180_000)

afterAll(async () => {
  server.kill('SIGKILL')
  killServers()
  await database.end()
  await dropDatabase(clusterUrl(), databaseUrl)
})

const onLinux = process.platform === 'linux' ? it : it.skip

it('the processes share the requests, the database and one worker', async () => {
  const event = await publishEvent(await signInAdmin(server.url), { maxParticipants: 50 })
  const people = await database.people(200)

  const answers = await Promise.all(
    people.map(({ token }) => clientOf(server.url, token).post(`/api/events/${event.id}/register`)),
  )

  expect(countOutcomes(answers)).toEqual({ confirmed: 50, event_full: 150 })
  expect(await database.brokenInvariants()).toEqual([])
  expect((await server.client.get('/api/health')).body.queue).toBe('running')
  expect(server.out().split('✓ Migrations').length).toBe(2)
})

/** On a new connection: the processes get them one after another. */
const scrape = () => {
  const headers = { Authorization: `Bearer ${metricsToken}`, Connection: 'close' }
  return fetch(`${server.url}/metrics`, { headers }).then(
    async (response) => ({ status: response.status, text: await response.text() }),
    // A connection to a process that has just died.
    () => undefined,
  )
}

const confirmed = 'robo_events_registrations_total{outcome="confirmed"} 50\n'

it('each process reports the metrics of all', async () => {
  const answers = await Promise.all([scrape(), scrape(), scrape(), scrape()])

  for (const answer of answers) {
    expect(answer?.text).toContain(confirmed)
    expect(answer?.text).toContain('robo_events_store_up{store="database"} 1\n')
  }
})

onLinux(
  'a process that dies is replaced, and the other answers meanwhile',
  async () => {
    const [first, second] = await childrenOf(server.pid)

    process.kill(first!, 'SIGKILL')
    await waitForExit(first!, 5000)
    // A connection to the dead process is closed: the client opens another.
    await untilHealth(server.url, 200, 5)
    const now = await eventually(
      () => childrenOf(server.pid),
      (pids) => pids.length === 2,
      10_000,
    )

    expect(now).toContain(second)
    // The new process starts: no scrape waits for it, and none shows less than before.
    const scrapes = [await scrape(), await scrape(), await scrape()]
    expect(scrapes.map((answer) => answer?.status)).toEqual([200, 200, 200])
    for (const answer of scrapes) expect(answer?.text).toContain(confirmed)
    await eventually(
      () => Promise.resolve(server.err()),
      (text) => text.includes('runs again'),
      180_000,
    )
    expect(server.err()).toContain('Web process 1 has ended. It is started again (1 of 10).')
  },
  180_000,
)

onLinux(
  'one signal stops all processes cleanly',
  async () => {
    const children = await childrenOf(server.pid)

    server.kill('SIGTERM')

    const exit = await server.waitForExit()
    expect({ ...exit, errors: exit.code === 0 ? '' : server.err() }).toEqual({
      code: 0,
      signal: null,
      errors: '',
    })
    expect(server.out()).toContain('Stopped')
    expect(children.filter(isAlive)).toEqual([])
  },
  180_000,
)

it('a process that cannot start ends the server, which prints the reason', async () => {
  // The owner of a table can take away their own right to read it.
  const change = (statement: string) => onCluster(databaseUrl, (client) => client.query(statement))
  await change('REVOKE SELECT ON payload_migrations FROM postgres')

  const refused = await spawnServer({ env })

  expect(await refused.waitForExit()).toEqual({ code: 1, signal: null })
  await change('GRANT SELECT ON payload_migrations TO postgres')
  expect(refused.err()).toMatch(
    /^\{.*"msg":"✗ The start-up failed\..*payload_migrations.*permission denied/,
  )
  expect(refused.err().split('✗').length).toBe(2)
}, 180_000)
