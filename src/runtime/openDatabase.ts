import path from 'node:path'
import pg from 'pg'

import type { Env } from './env/env.ts'
import { runningDatabase } from './embeddedPostgres/runningDatabase.ts'
import { type EmbeddedDatabase, startEmbedded } from './embeddedPostgres/startEmbedded.ts'
import { reasonOf } from '../shared/errors/reasonOf.ts'
import { StartupError } from '../shared/startup.ts'

/** Milliseconds to wait for a configured database at start-up. */
const timeoutMs = 10_000

const withoutPassword = (url: string) => {
  const { host, pathname } = new URL(url)
  return `${host}${pathname}`
}

/** The reason why the database cannot be reached; undefined if it can. */
async function connectionProblem(url: string): Promise<string | undefined> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: timeoutMs })
  try {
    await client.connect()
    return undefined
  } catch (error) {
    return reasonOf(error)
  } finally {
    await client.end().catch(() => undefined)
  }
}

/**
 * Whether the settings of a connection reach PostgreSQL, and stay with it. A pooler such as PgBouncer
 * refuses or drops them, and in transaction mode each statement may run in another session.
 */
async function keepsSession(url: string): Promise<boolean> {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: timeoutMs,
    options: '-c robo_events.session=kept',
  })
  client.on('error', () => undefined)
  try {
    await client.connect()
    const { rows } = await client.query<{ value: string | null }>(
      "SELECT current_setting('robo_events.session', true) AS value",
    )
    return rows[0]!.value === 'kept'
  } catch {
    return false
  } finally {
    await client.end().catch(() => undefined)
  }
}

async function checkReachable(url: string) {
  const reason = await connectionProblem(url)
  if (reason === undefined && (await keepsSession(url))) return
  if (reason === undefined || reason.includes('unsupported startup parameter')) {
    throw new StartupError(
      `The database at ${withoutPassword(url)} is behind a connection pooler (such as PgBouncer) that does not ` +
        'keep the session and its settings. The platform listens for notifications, holds locks and prepares ' +
        'statements: set DATABASE_URL to PostgreSQL itself. The platform has pools of its own.',
    )
  }
  throw new StartupError(
    `The database at ${withoutPassword(url)} cannot be reached (${reason}). Check DATABASE_URL.`,
  )
}

const externalDatabase = (url: string): EmbeddedDatabase => ({ url, stop: () => Promise.resolve() })

/** Connections of a web process outside its main pool: claims, locks, the queue, messages. */
const otherConnections = 21

/** The connections that all processes may open, and some for the operator's tools. */
const connectionsFor = ({ WEB_CONCURRENCY, DATABASE_POOL_SIZE }: Env) =>
  Math.max(200, WEB_CONCURRENCY * (DATABASE_POOL_SIZE + otherConnections) + 20)

/**
 * Opens the database of `DATABASE_URL`, or else an embedded one in `DATA_DIR`.
 *
 * @param options.sharesDatabase whether to use the embedded database of a running server, which then owns it
 * @throws {StartupError} when the database cannot be reached or started
 */
export async function openDatabase(
  env: Env,
  { sharesDatabase = false } = {},
): Promise<EmbeddedDatabase> {
  if (env.DATABASE_URL) {
    await checkReachable(env.DATABASE_URL)
    return externalDatabase(env.DATABASE_URL)
  }
  const running = sharesDatabase ? await runningDatabase(env.DATA_DIR) : undefined
  if (running && (await connectionProblem(running)) === undefined) return externalDatabase(running)
  try {
    const settings = { max_connections: String(connectionsFor(env)) }
    return await startEmbedded(env.DATA_DIR, { settings })
  } catch (error) {
    throw new StartupError(reasonOf(error))
  }
}

export const describeDatabase = (env: Env) =>
  env.DATABASE_URL
    ? withoutPassword(env.DATABASE_URL)
    : `embedded, in ${path.join(path.relative('.', env.DATA_DIR) || '.', 'postgres')}`
