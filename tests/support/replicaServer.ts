import { type ChildProcess, execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { appendFile, chown, mkdir, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'

import { programFolder } from '../../src/runtime/embeddedPostgres/binaries.ts'
import { startProgram } from '../../src/runtime/embeddedPostgres/programs.ts'
import { postgresUser } from '../../src/runtime/embeddedPostgres/systemUser.ts'
import { freePort } from './freePort.ts'

/** A real streaming replica of a cluster that a test has started. */
export interface ReplicaServer {
  url: string
  /** Ends it as a crash does; `start` continues with the same files. */
  kill: () => Promise<void>
  start: () => Promise<void>
  /** Still receives the changes of the primary, and does not apply them. */
  pause: () => Promise<void>
  resume: () => Promise<void>
}

/** What the role of the primary must be allowed: to copy the cluster, and to read its changes. */
export const replicaRights = `ALTER ROLE postgres REPLICATION;
GRANT EXECUTE ON FUNCTION pg_backup_start, pg_backup_stop, pg_wal_replay_pause, pg_wal_replay_resume,
  pg_get_wal_replay_pause_state TO postgres`

async function query<Row extends pg.QueryResultRow>(url: string, sql: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => undefined)
  await client.connect()
  try {
    return (await client.query<Row>(sql)).rows
  } finally {
    await client.end()
  }
}

/** Copies the files of a running cluster. `pg_basebackup` would, but the package does not contain it. */
async function copyCluster(primaryUrl: string, from: string, to: string) {
  const client = new pg.Client({ connectionString: primaryUrl })
  await client.connect()
  await client.query("SELECT pg_backup_start('replica', true)")
  execFileSync('cp', ['-a', from, to])
  const { rows } = await client.query<{ labelfile: string }>(
    'SELECT labelfile FROM pg_backup_stop(false)',
  )
  await client.end()
  await rm(path.join(to, 'postmaster.pid'), { force: true })
  await writeFile(path.join(to, 'backup_label'), rows[0]!.labelfile)
  await writeFile(path.join(to, 'standby.signal'), '')
  const user = await postgresUser(to)
  if (user) await chown(path.join(to, 'backup_label'), user.uid, user.gid)
}

/**
 * Starts a replica of the cluster in `dataDir/postgres/cluster`.
 *
 * @param home the folder for its own files
 */
export async function startReplica(
  primaryUrl: string,
  dataDir: string,
  home: string,
): Promise<ReplicaServer> {
  await mkdir(home, { recursive: true, mode: 0o700 })
  const files = path.join(home, 'replica')
  await copyCluster(primaryUrl, path.join(dataDir, 'postgres', 'cluster'), files)
  const { port: primaryPort, password } = new URL(primaryUrl)
  await appendFile(
    path.join(files, 'postgresql.auto.conf'),
    `primary_conninfo = 'host=127.0.0.1 port=${primaryPort} user=postgres password=${password}'\n` +
      // After a lost connection it tries the primary ten times a second.
      "wal_retrieve_retry_interval = '100ms'\n",
  )
  const port = await freePort()
  const address = new URL(primaryUrl)
  address.port = String(port)
  const url = address.href
  const settings = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: '200',
    fsync: 'off',
    hot_standby_feedback: 'on',
  }
  let child: ChildProcess | undefined
  const kill = async () => {
    if (!child) return
    const ended = once(child, 'exit')
    // At SIGQUIT all its processes end at once and write nothing more.
    child.kill('SIGQUIT')
    await ended
    child = undefined
  }
  const start = async () => {
    const args = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
    const user = await postgresUser(files)
    const programs = { folder: await programFolder(user), user, onOutput: () => undefined }
    child = startProgram(programs, 'postgres', files, (folder) => [
      ...['-D', folder, '-p', String(port)],
      ...args,
    ])
    process.once('exit', () => child?.kill('SIGQUIT'))
    for (let tries = 0; ; tries += 1) {
      try {
        await query(url, 'SELECT 1')
        return
      } catch (error) {
        if (tries > 200) throw error
        await sleep(25)
      }
    }
  }
  await start()
  return {
    url,
    kill,
    start,
    pause: async () => {
      await query(url, 'SELECT pg_wal_replay_pause()')
      const state = "SELECT pg_get_wal_replay_pause_state() = 'paused' AS paused"
      while (!(await query<{ paused: boolean }>(url, state))[0]!.paused) await sleep(10)
    },
    resume: async () => {
      await query(url, 'SELECT pg_wal_replay_resume()')
    },
  }
}
