import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import path from 'node:path'
import { pathToFileURL } from 'node:url'

import { type MailServer, startMailServer } from '../support/mailServer.ts'
import {
  adminPassword,
  openServerDatabase,
  publishEvent,
  secret,
  signInAdmin,
} from '../support/serverDatabase.ts'
import { clientOf } from '../support/client.ts'
import { eventually } from '../support/eventually.ts'
import {
  killServers,
  type ServerProcess,
  startServer,
  startWorkerProcess,
} from '../support/serverProcess.ts'
import { cloneTemplate, dropDatabase } from '../support/template.ts'
import { clusterUrl, newDataDir } from '../support/testPlatform.ts'

/** Seconds from the start of the first process to the full minute on the clocks of all three. */
const secondsToMinute = 25

/** Sets the clock of a process so that the tests wait for half a minute at most. */
function clockBeforeFullMinute() {
  const untilFullMinute = 60_000 - (Date.now() % 60_000)
  const shiftClock = pathToFileURL(path.resolve('tests/support/shiftClock.mjs'))
  return {
    NODE_OPTIONS: `--import ${shiftClock.href}`,
    CLOCK_SHIFT_MS: String(untilFullMinute - secondsToMinute * 1000),
  }
}

/** Two servers with workers and a worker alone on one database: three clocks, six worker pools. */
let databaseUrl: string
let mail: MailServer
let server: ServerProcess
let processes: ServerProcess[] = []
let database: ReturnType<typeof openServerDatabase>

beforeAll(async () => {
  databaseUrl = await cloneTemplate(clusterUrl())
  mail = await startMailServer()
  const clock = clockBeforeFullMinute()
  const env = async () => ({
    ...clock,
    DATABASE_URL: databaseUrl,
    DATA_DIR: await newDataDir(),
    PAYLOAD_SECRET: secret,
    ADMIN_PASSWORD: adminPassword,
    SMTP_URL: mail.url,
    MAIL_FROM: 'events@events.test',
    MAIL_PER_SECOND: '10000',
  })
  server = await startServer({ env: await env() })
  processes = [server]
  database = openServerDatabase(databaseUrl)
  // Records every start of a scheduled run, also a second start that must not happen.
  await database.rows(`
    CREATE TABLE started_runs (task text, tick timestamptz);
    CREATE FUNCTION record_start() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN INSERT INTO started_runs VALUES (NEW.task, NEW.tick); RETURN NULL; END $$;
    CREATE TRIGGER record_start AFTER UPDATE ON scheduled_runs FOR EACH ROW
      WHEN (NEW.outcome IS NULL AND NEW.started_at IS NOT NULL) EXECUTE FUNCTION record_start();`)
  const others = await Promise.all([
    startServer({ env: await env() }),
    startWorkerProcess(await env()),
  ])
  processes.push(...others)
}, 180_000)

afterAll(async () => {
  for (const each of processes) each.kill('SIGTERM')
  await Promise.all(processes.map((each) => each.waitForExit()))
  killServers()
  await database.end()
  await mail.stop()
  await dropDatabase(clusterUrl(), databaseUrl)
}, 180_000)

describe('two servers and a worker', () => {
  it('run each job once', async () => {
    const admin = await signInAdmin(server.url)
    const event = await publishEvent(admin, { maxParticipants: 150 })
    const people = await database.people(150)
    await Promise.all(
      people.map(({ token }) =>
        clientOf(server.url, token).post(`/api/events/${event.id}/register`),
      ),
    )

    const confirmed = () => mail.received.filter(({ source }) => source.includes('is confirmed'))
    await eventually(
      () => Promise.resolve(confirmed().length),
      (count) => count >= 150,
      30_000,
    )

    expect(new Set(confirmed().map(({ messageId }) => messageId)).size).toBe(150)
    expect(confirmed()).toHaveLength(150)
  }, 180_000)

  it('run a scheduled task once for each time that it is due', async () => {
    const finished = await eventually(
      () =>
        database.rows<{ tick: Date; report: string }>(
          `SELECT tick, report FROM scheduled_runs WHERE task = 'remind' AND outcome = 'succeeded'`,
        ),
      (all) => all.length > 0,
      180_000,
    )

    expect(finished[0]!.tick.getTime() % 60_000).toBe(0)
    expect(finished[0]!.report).toBe('0 reminders')
    const starts = await database.rows<{ times: number }>(
      'SELECT count(*)::int AS times FROM started_runs GROUP BY task, tick',
    )
    expect(starts.length).toBeGreaterThan(0)
    expect(new Set(starts.map(({ times }) => times))).toEqual(new Set([1]))
  }, 180_000)

  it('report in the health endpoint that a worker runs', async () => {
    const { body } = await clientOf(server.url).get('/api/health')

    expect(body.queue).toBe('running')
  })
})
