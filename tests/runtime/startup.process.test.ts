import { afterAll, describe, expect, it } from '@jest/globals'
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chmod, chown, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'

import { postgresHome, serverIn } from '../../src/runtime/embeddedPostgres/claimFolder.ts'
import { isAlive, waitForExit } from '../../src/runtime/embeddedPostgres/processes.ts'
import {
  adminPassword,
  embeddedPostgresIn,
  openServerDatabase,
  publishEvent,
  secret,
  signInAdmin,
} from '../support/serverDatabase.ts'
import { clientOf } from '../support/client.ts'
import { eventually } from '../support/eventually.ts'
import { newMigratedDataDir } from '../support/migratedCluster.ts'
import {
  healthOf,
  killServers,
  type ServerProcess,
  spawnServer,
  startServer,
  untilHealth,
  untilPrinted,
} from '../support/serverProcess.ts'
import { hasPgBouncer, startPgBouncer } from '../support/pgBouncer.ts'
import { clusterUrl, newDataDir } from '../support/testPlatform.ts'

afterAll(killServers)

const isRoot = process.getuid?.() === 0

/** Starts a server that cannot start. @returns the one sentence that it prints */
async function refusal(env: Record<string, string>): Promise<string> {
  const server = await spawnServer({ env })
  const exit = await server.waitForExit()

  expect(exit).toEqual({ code: 1, signal: null })
  const { level, msg } = JSON.parse(server.err()) as { level: number; msg: string }
  expect(level).toBe(50)
  expect(msg).toMatch(/^✗ /)
  expect(msg).not.toMatch(/\n|^ {4}at /m)
  return msg
}

const hasPostgres = async (dataDir: string) => {
  const running = await embeddedPostgresIn(dataDir).catch(() => undefined)
  return running !== undefined && isAlive(running.pid)
}

describe('a server that cannot start explains it in one sentence', () => {
  it.each([
    ['PORT', 'abc', 'must be a number'],
    ['DATABASE_URL', 'mysql://root:hunter2@db/events', 'begins with postgres://'],
    ['ADMIN_PASSWORD', 'short', 'at least 8 characters'],
    ['PANEL', 'maybe', 'on or off'],
  ])('for %s=%s', async (name, value, sentence) => {
    const dataDir = await newDataDir()

    const said = await refusal({
      DATA_DIR: dataDir,
      PAYLOAD_SECRET: secret,
      ...(name === 'PORT' ? {} : { PORT: '0' }),
      [name]: value,
    })

    expect(said).toContain(`${name}: `)
    expect(said).toContain(sentence)
    expect(said).not.toContain(value)
    expect(await readdir(dataDir)).toEqual([])
  })

  it('for a port that another program uses', async () => {
    const dataDir = await newDataDir()
    const other = createServer()
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
    const { port } = other.address() as { port: number }

    const said = await refusal({ DATA_DIR: dataDir, PORT: String(port) })
    other.close()

    expect(said).toContain(`Port ${port} is taken`)
    expect(await hasPostgres(dataDir)).toBe(false)
  })

  it('for a database that cannot be reached', async () => {
    const said = await refusal({
      DATA_DIR: await newDataDir(),
      PAYLOAD_SECRET: secret,
      DATABASE_URL: 'postgres://app:hunter2@127.0.0.1:1/events',
    })

    expect(said).toContain('127.0.0.1:1/events cannot be reached')
    expect(said).not.toContain('hunter2')
  })

  // Skipped where PgBouncer is not installed.
  const withPgBouncer = hasPgBouncer ? it.each : it.skip.each

  withPgBouncer(['', 'ignore_startup_parameters = options,extra_float_digits'])(
    'for a database behind a PgBouncer in transaction mode, with "%s"',
    async (settings) => {
      const pooler = await startPgBouncer(clusterUrl(), settings)

      const said = await refusal({
        DATA_DIR: await newDataDir(),
        PAYLOAD_SECRET: secret,
        DATABASE_URL: pooler.url,
      })
      await pooler.stop()

      expect(said).toContain('is behind a connection pooler (such as PgBouncer)')
      expect(said).toContain('set DATABASE_URL to PostgreSQL itself')
    },
  )

  it('for a DATA_DIR that is a file', async () => {
    const file = path.join(await newDataDir(), 'file')
    await writeFile(file, '')

    expect(await refusal({ DATA_DIR: file })).toContain(`${file} cannot be written to`)
    expect(await refusal({ DATA_DIR: path.join(file, 'below') })).toContain('cannot be written to')
  })
})

/** Locks the seats of an event: a registration for it waits until they are released. */
async function holdSeats(dataDir: string, eventId: number) {
  const holder = new pg.Client({ connectionString: (await embeddedPostgresIn(dataDir)).url })
  holder.on('error', () => undefined)
  await holder.connect()
  await holder.query('BEGIN')
  await holder.query('SELECT FROM event_seats WHERE event_id = $1 FOR UPDATE', [eventId])
  return {
    /** Resolves when a request waits for the seats. */
    untilWaiting: async () => {
      // Not pg_stat_activity: within a transaction it shows no connection that was opened later.
      const waiting = 'SELECT FROM pg_locks WHERE NOT granted'
      while ((await holder.query(waiting)).rows.length === 0) await sleep(10)
    },
    release: async () => {
      await holder.query('COMMIT')
      await holder.end()
    },
  }
}

/** Starts a server and sends it a request that waits for locked seats. */
async function withRequestInFlight(env: Record<string, string> = {}) {
  const dataDir = await newMigratedDataDir()
  const server = await startServer({
    env: { DATA_DIR: dataDir, PAYLOAD_SECRET: secret, ADMIN_PASSWORD: adminPassword, ...env },
  })
  const event = await publishEvent(await signInAdmin(server.url), { maxParticipants: 5 })
  const { pid, url } = await embeddedPostgresIn(dataDir)
  const database = openServerDatabase(url)
  const [person] = await database.people(1)
  await database.end()
  const seats = await holdSeats(dataDir, event.id)
  const answer = clientOf(server.url, person!.token)
    .post(`/api/events/${event.id}/register`)
    .catch(() => undefined)
  await seats.untilWaiting()
  return { server, postgres: pid, seats, answer }
}

const connectTo = async (url: string) => {
  const socket = connect(Number(new URL(url).port), '127.0.0.1')
  socket.on('error', () => undefined)
  socket.resume()
  await once(socket, 'connect')
  return socket
}

/** Lines that a log collector cannot read as JSON. */
const linesOfText = (output: string) =>
  output.split('\n').filter((line) => line !== '' && !/^\{.*\}$/.test(line))

const untilStopping = (server: ServerProcess) => untilPrinted(server, 'finishing what is in flight')

describe('a server stops', () => {
  it('at SIGTERM, after it has answered the requests in flight', async () => {
    // Without requests on them, these connections must not delay it: no test waits for ten minutes.
    const { server, postgres, seats, answer } = await withRequestInFlight({
      SHUTDOWN_SECONDS: '600',
      CLIENT_SECONDS: '600',
    })
    const silent = await connectTo(server.url)
    const unfinished = await connectTo(server.url)
    unfinished.write('GET /api/health HTTP/1.1\r\nHost: ')

    server.kill('SIGTERM')
    // It says that it stops before it closes its port.
    await eventually(
      () => healthOf(server.url),
      (status) => status === undefined,
    )
    await seats.release()

    expect((await answer)?.status).toBe(200)
    expect(await server.waitForExit()).toEqual({ code: 0, signal: null })
    expect(server.out()).toContain('Stopped')
    expect(server.out()).not.toContain('cut off')
    expect(isAlive(postgres)).toBe(false)
    expect([silent.destroyed, unfinished.destroyed]).toEqual([true, true])
    expect(linesOfText(server.out() + server.err())).toEqual([])
  }, 180_000)

  it('at SIGINT, without waiting for a request that takes longer than SHUTDOWN_SECONDS', async () => {
    const { server, postgres, answer } = await withRequestInFlight({
      SHUTDOWN_SECONDS: '1',
      DRAIN_SECONDS: '600',
    })

    server.kill('SIGINT')

    expect(await server.waitForExit()).toEqual({ code: 0, signal: null })
    expect(await answer).toBeUndefined()
    expect(isAlive(postgres)).toBe(false)
  }, 180_000)

  it('at the second signal, without waiting', async () => {
    const { server, postgres, answer } = await withRequestInFlight({ SHUTDOWN_SECONDS: '600' })

    server.kill('SIGTERM')
    await untilStopping(server)
    server.kill('SIGTERM')

    expect(await server.waitForExit()).toEqual({ code: 1, signal: null })
    expect(await answer).toBeUndefined()
    expect(await waitForExit(postgres, 20_000)).toBe(true)
  }, 180_000)
})

it('the first start prints a password for the first admin that works, later starts do not', async () => {
  // As root, the folder is one that only root may enter, but PostgreSQL runs as another user.
  const outer = await mkdtemp(path.join(tmpdir(), 'robo-events-closed-'))
  await chmod(outer, 0o700)
  const dataDir = path.join(outer, 'deep', 'data')
  const first = await startServer({ env: { DATA_DIR: dataDir } })
  expect(await healthOf(first.url)).toBe(200)
  const password = /password: (\S+)/.exec(first.out())![1]!
  const signIn = (server: ServerProcess) =>
    server.client.post('/api/users/login', { username: 'admin', password })
  expect((await signIn(first)).status).toBe(200)

  // A second server must not use the folder at the same time.
  const said = await refusal({ DATA_DIR: dataDir })
  expect(said).toContain(`in use by another server, process ${first.pid}`)
  first.kill('SIGTERM')
  await first.waitForExit()

  const began = performance.now()
  const second = await startServer({ env: { DATA_DIR: dataDir } })
  console.log(`Second start, to healthy: ${((performance.now() - began) / 1000).toFixed(1)} s`)

  expect(second.out()).not.toContain('password')
  expect((await signIn(second)).status).toBe(200)
  second.kill('SIGTERM')
  expect(await second.waitForExit()).toEqual({ code: 0, signal: null })
  await rm(outer, { recursive: true })
}, 180_000)

it('a server that is stopped during its start leaves no PostgreSQL running', async () => {
  const dataDir = await newDataDir()
  const server = await spawnServer({ env: { DATA_DIR: dataDir } })
  while (!(await hasPostgres(dataDir))) await sleep(5)
  const { pid } = await embeddedPostgresIn(dataDir)

  server.kill('SIGTERM')
  await server.waitForExit()

  expect(await waitForExit(pid, 20_000)).toBe(true)
}, 180_000)

/** Starts the worker as an operator does, through npm and its shell. */
async function startThroughNpm(dataDir: string) {
  const { PATH, HOME } = process.env
  const npm = spawn('npm', ['run', 'worker'], {
    env: { PATH, HOME, NODE_ENV: 'production', DATA_DIR: dataDir, PAYLOAD_SECRET: secret },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let out = ''
  npm.stdout.setEncoding('utf8').on('data', (text: string) => (out += text))
  await eventually(
    () => Promise.resolve(out),
    (text) => text.includes('✓ Worker'),
    60_000,
  )
  return { npm, out: () => out, pid: (await serverIn(postgresHome(dataDir)))! }
}

const onLinux = process.platform === 'linux' ? it.each : it.skip.each

onLinux(['SIGTERM', 'SIGKILL'] as const)(
  'a program stops in order when its npm has ended by %s',
  async (signal) => {
    const dataDir = await newMigratedDataDir()
    const { npm, out, pid } = await startThroughNpm(dataDir)
    const postgres = await embeddedPostgresIn(dataDir)
    // A second start, while the first runs without its npm or is about to end, names the process.
    process.kill(pid, 'SIGSTOP')
    npm.kill(signal)
    await once(npm, 'exit')
    const said = await refusal({ DATA_DIR: dataDir, PAYLOAD_SECRET: secret })
    expect(said).toContain(`process ${pid}`)
    process.kill(pid, 'SIGCONT')

    expect(await waitForExit(pid, 60_000)).toBe(true)
    expect(await waitForExit(postgres.pid, 60_000)).toBe(true)
    expect(out()).toContain('Stopped')
  },
  180_000,
)

it('a start next to a server that has the port and the folder names its process', async () => {
  const dataDir = await newMigratedDataDir()
  const env = { DATA_DIR: dataDir, PAYLOAD_SECRET: secret, ADMIN_PASSWORD: adminPassword }
  const server = await startServer({ env })

  const said = await refusal({ ...env, PORT: new URL(server.url).port })

  expect(said).toContain('is taken by another program')
  expect(said).toContain(`stop it with "kill ${server.pid}"`)
  server.kill('SIGTERM')
  await server.waitForExit()
}, 180_000)

describe('the embedded PostgreSQL starts', () => {
  const idOf = (flag: string) => Number(spawnSync('id', [flag, 'nobody']).stdout)
  const nobody = isRoot ? { uid: idOf('-u'), gid: idOf('-g') } : { uid: 0, gid: 0 }
  /** By the whole path: the folders above the checkout may be closed to other users. */
  const reads = () => {
    const script = 'require("fs").accessSync(process.argv[1])'
    return spawnSync(process.execPath, ['-e', script, path.resolve('.build/serve.mjs')], nobody)
  }
  const canRead = isRoot && nobody.uid > 0 && reads().status === 0
  const asNobody = canRead ? it : it.skip

  asNobody(
    'as a plain user, in the home folder of that user',
    async () => {
      const home = await mkdtemp(path.join(tmpdir(), 'robo-events-nobody-'))
      const dataDir = path.join(home, 'data')
      await mkdir(dataDir)
      await chown(home, nobody.uid, nobody.gid)
      await chown(dataDir, nobody.uid, nobody.gid)
      const server = await startServer({ env: { DATA_DIR: dataDir, HOME: home }, ...nobody })

      await untilHealth(server.url, 200)
      server.kill('SIGTERM')
      expect(await server.waitForExit()).toEqual({ code: 0, signal: null })
      await rm(home, { recursive: true })
    },
    180_000,
  )
})
