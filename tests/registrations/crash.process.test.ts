import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { existsSync } from 'node:fs'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'

import { isAlive, waitForExit } from '../../src/runtime/embeddedPostgres/processes.ts'
import type { Event } from '../../src/payload-types.ts'
import { type ApiResponse, clientOf } from '../support/client.ts'
import {
  adminPassword,
  embeddedPostgresIn,
  openServerDatabase,
  publishEvent,
  secret,
  signInAdmin,
} from '../support/serverDatabase.ts'
import { newMigratedDataDir } from '../support/migratedCluster.ts'
import {
  healthOf,
  killServers,
  type ServerProcess,
  spawnServer,
  startServer,
  untilHealth,
} from '../support/serverProcess.ts'
import { newDataDir } from '../support/testPlatform.ts'

/** The tests kill the server, the database and the supervisor of one data folder, one after the other. */
let dataDir: string
let server: ServerProcess

const starting = (folder: string) => ({
  env: { DATA_DIR: folder, PAYLOAD_SECRET: secret, ADMIN_PASSWORD: adminPassword },
})

beforeAll(async () => {
  dataDir = await newMigratedDataDir()
  server = await startServer(starting(dataDir))
}, 180_000)

afterAll(async () => {
  const { pid } = await embeddedPostgresIn(dataDir).catch(() => ({ pid: 0 }))
  killServers()
  if (pid) await waitForExit(pid, 20_000)
})

/** The parent process of PostgreSQL. Linux alone has this file. */
async function supervisorOf(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8')
  return Number(/^PPid:\s+(\d+)$/m.exec(status)![1])
}

const onLinux = process.platform === 'linux' ? it : it.skip

async function withDatabase<Result>(
  work: (database: ReturnType<typeof openServerDatabase>) => Result,
) {
  const database = openServerDatabase((await embeddedPostgresIn(dataDir)).url)
  try {
    return await work(database)
  } finally {
    await database.end()
  }
}

interface Rush {
  event: Event
  /** The response to each attempt, or undefined when the connection was cut. */
  answers: Promise<(ApiResponse | undefined)[]>
  answered: () => number
}

/** Requests in flight at a time. */
const concurrency = 20

/** Many users register at once, while others read lists that need many statements. */
async function startRush(clients: number): Promise<Rush> {
  const admin = await signInAdmin(server.url)
  const event = await publishEvent(admin, { maxParticipants: clients / 2, waitlistEnabled: true })
  const people = await withDatabase((database) => database.people(clients))
  let answered = 0
  const attempt = async (token: string) => {
    const client = clientOf(server.url, token)
    const reading = client.get('/api/registrations?depth=2').catch(() => undefined)
    const answer = await client.post(`/api/events/${event.id}/register`).catch(() => undefined)
    answered += 1
    await reading
    return answer
  }
  // Limited, so that some attempts are still to come when a process is killed.
  const attemptEvery = async (first: number) => {
    const responses: (ApiResponse | undefined)[] = []
    for (let next = first; next < clients; next += concurrency)
      responses.push(await attempt(people[next]!.token))
    return responses
  }
  const starts = Array.from({ length: concurrency }, (_start, first) => first)
  const all = Promise.all(starts.map(attemptEvery))
  return { event, answers: all.then((answers) => answers.flat()), answered: () => answered }
}

async function until(condition: () => boolean) {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 5))
}

const acknowledged = (answers: (ApiResponse | undefined)[]) =>
  answers.flatMap((answer) => (answer && answer.status < 300 ? [answer.body.registration] : []))

/** Expects that each registration that a client got a response for is stored with the same state. */
async function expectKept({ event }: Rush, answers: (ApiResponse | undefined)[]) {
  await withDatabase(async (database) => {
    const rows = await database.rows<{ ticketCode: string; state: string }>(
      'SELECT ticket_code AS "ticketCode", state FROM registrations WHERE event_id = $1',
      [event.id],
    )
    const stored = new Map(rows.map(({ ticketCode, state }) => [ticketCode, state]))
    for (const { ticket_code: code, state } of acknowledged(answers)) {
      expect(stored.get(code)).toBe(state)
    }
    expect(await database.brokenInvariants()).toEqual([])
    const inState = (state: string) => rows.filter((row) => row.state === state).length
    const shown = (await clientOf(server.url).get(`/api/events/${event.id}`)).body
    expect(shown).toMatchObject({
      registeredCount: inState('confirmed'),
      waitlistCount: inState('waitlisted'),
    })
  })
}

describe('killed during a rush', () => {
  it('the server has lost no registration that it had acknowledged', async () => {
    const { pid } = await embeddedPostgresIn(dataDir)
    const rush = await startRush(100)
    await until(() => rush.answered() >= 20)

    server.kill('SIGKILL')
    const answers = await rush.answers
    server = await startServer(starting(dataDir))

    expect(isAlive(pid)).toBe(false)
    expect(acknowledged(answers).length).toBeGreaterThanOrEqual(20)
    expect(acknowledged(answers).length).toBeLessThan(100)
    await expectKept(rush, answers)
  }, 180_000)

  onLinux(
    'the database is started again, and the server recovers by itself',
    async () => {
      const { pid, url } = await embeddedPostgresIn(dataDir)
      const supervisor = await supervisorOf(pid)
      const rush = await startRush(100)
      await until(() => rush.answered() >= 20)

      // The supervisor is paused, so that the server is without its database for a while.
      process.kill(supervisor, 'SIGSTOP')
      process.kill(pid, 'SIGKILL')
      await untilHealth(server.url, 500)
      const health = await server.client.get('/api/health')
      const answers = await rush.answers
      const listed = await server.client.get('/api/events')
      process.kill(supervisor, 'SIGCONT')
      await untilHealth(server.url, 200)

      expect(health.body).toEqual({
        status: 'unhealthy',
        timestamp: expect.any(String),
        error: 'The database does not answer.',
      })
      expect(listed.status).toBe(503)
      expect(JSON.stringify(listed.body)).not.toMatch(/ECONN|postgres|stack/i)
      // No client is treated as signed out, and no connection is cut.
      for (const answer of answers) expect([200, 202, 500, 503]).toContain(answer!.status)
      expect((await embeddedPostgresIn(dataDir)).url).toBe(url)
      expect(server.err()).toContain('The embedded PostgreSQL has ended. It is started again')
      await expectKept(rush, answers)
    },
    180_000,
  )

  onLinux(
    'the supervisor is replaced, and only one PostgreSQL runs',
    async () => {
      const { pid, url } = await embeddedPostgresIn(dataDir)
      const rush = await startRush(100)
      await until(() => rush.answered() >= 20)

      process.kill(await supervisorOf(pid), 'SIGKILL')
      const answers = await rush.answers
      await waitForExit(pid, 20_000)
      await untilHealth(server.url, 200)

      expect((await embeddedPostgresIn(dataDir)).url).toBe(url)
      await expectKept(rush, answers)
    },
    180_000,
  )

  onLinux(
    'server and supervisor together leave a PostgreSQL that the next start ends',
    async () => {
      const { pid } = await embeddedPostgresIn(dataDir)
      const rush = await startRush(100)
      await until(() => rush.answered() >= 20)

      process.kill(await supervisorOf(pid), 'SIGKILL')
      server.kill('SIGKILL')
      const answers = await rush.answers
      expect(isAlive(pid)).toBe(true)
      server = await startServer(starting(dataDir))

      expect(isAlive(pid)).toBe(false)
      await expectKept(rush, answers)
    },
    180_000,
  )
})

describe('after a kill', () => {
  it('the server starts although its old process id belongs to another process now', async () => {
    const { pid } = await embeddedPostgresIn(dataDir)
    server.kill('SIGKILL')
    await server.waitForExit()
    await waitForExit(pid, 20_000)
    // As after the restart of a container, which gives out the same process ids again.
    const postgres = path.join(dataDir, 'postgres')
    await writeFile(path.join(postgres, 'cluster', 'postmaster.pid'), `${process.pid}\n`)
    await writeFile(path.join(postgres, 'server.pid'), `${process.pid} 1\n`)

    server = await startServer(starting(dataDir))

    expect(await healthOf(server.url)).toBe(200)
  }, 180_000)

  it.each(['server', 'server and supervisor'])(
    'of the %s during the very first start, the next start succeeds',
    async (killed) => {
      const folder = await newDataDir()
      const home = path.join(folder, 'postgres')
      const first = await spawnServer(starting(folder))
      const isCreating = async () => {
        const tries = (await readdir(home).catch(() => [])).filter((name) =>
          name.includes('unfinished'),
        )
        return tries.some((name) => existsSync(path.join(home, name, 'PG_VERSION')))
      }
      while (!(await isCreating())) await new Promise((resolve) => setTimeout(resolve, 5))
      // Without its supervisor, initdb goes on while the next start runs.
      const supervisor = Number.parseInt(
        await readFile(path.join(home, 'supervisor.pid'), 'utf8'),
        10,
      )
      if (killed !== 'server') process.kill(supervisor, 'SIGKILL')
      first.kill('SIGKILL')
      await first.waitForExit()

      const second = await startServer(starting(folder))

      expect(await healthOf(second.url)).toBe(200)
      expect(isAlive(supervisor)).toBe(false)
      second.kill('SIGTERM')
      expect(await second.waitForExit()).toEqual({ code: 0, signal: null })
    },
    180_000,
  )
})
