import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'

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

/** Two servers that work too, and two workers, on one database: four clocks, eight pools. */
let databaseUrl: string
let mail: MailServer
let server: ServerProcess
let processes: ServerProcess[] = []
let database: ReturnType<typeof openServerDatabase>

beforeAll(async () => {
  databaseUrl = await cloneTemplate(clusterUrl())
  mail = await startMailServer()
  const env = async () => ({
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
  // Every beginning of a run leaves a trace here, also one that should not have been.
  await database.rows(`
    CREATE TABLE begun (task text, tick timestamptz);
    CREATE FUNCTION note_begun() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN INSERT INTO begun VALUES (NEW.task, NEW.tick); RETURN NULL; END $$;
    CREATE TRIGGER note_begun AFTER UPDATE ON scheduled_runs FOR EACH ROW
      WHEN (NEW.outcome IS NULL AND NEW.started_at IS NOT NULL) EXECUTE FUNCTION note_begun();`)
  const others = await Promise.all([
    startServer({ env: await env() }),
    startWorkerProcess(await env()),
    startWorkerProcess(await env()),
  ])
  processes.push(...others)
}, 90_000)

afterAll(async () => {
  for (const each of processes) each.kill('SIGTERM')
  await Promise.all(processes.map((each) => each.waitForExit()))
  killServers()
  await database.end()
  await mail.stop()
  await dropDatabase(clusterUrl(), databaseUrl)
}, 60_000)

describe('two servers and two workers', () => {
  it('do each job in one place', async () => {
    const admin = await signInAdmin(server.url)
    const event = await publishEvent(admin, { maxParticipants: 300 })
    const people = await database.people(300)
    await Promise.all(
      people.map(({ token }) =>
        clientOf(server.url, token).post(`/api/events/${event.id}/register`),
      ),
    )

    const confirmed = () => mail.received.filter(({ source }) => source.includes('is confirmed'))
    await eventually(
      () => Promise.resolve(confirmed().length),
      (count) => count >= 300,
      30_000,
    )

    expect(new Set(confirmed().map(({ messageId }) => messageId)).size).toBe(300)
    expect(confirmed()).toHaveLength(300)
  }, 60_000)

  it('do what is due once, whoever hears the clock', async () => {
    const ended = await eventually(
      () =>
        database.rows<{ tick: Date; report: string }>(
          `SELECT tick, report FROM scheduled_runs WHERE task = 'remind' AND outcome = 'succeeded'`,
        ),
      (all) => all.length > 0,
      90_000,
    )

    expect(ended[0]!.tick.getTime() % 60_000).toBe(0)
    expect(ended[0]!.report).toBe('0 reminders')
    const begun = await database.rows<{ times: number }>(
      'SELECT count(*)::int AS times FROM begun GROUP BY task, tick',
    )
    expect(begun.length).toBeGreaterThan(0)
    expect(new Set(begun.map(({ times }) => times))).toEqual(new Set([1]))
  }, 120_000)

  it('say in health that somebody works', async () => {
    const { body } = await clientOf(server.url).get('/api/health')

    expect(body.queue).toBe('running')
  })
})
