import path from 'node:path'
import pg from 'pg'

import type { Env } from '../config/env.ts'
import { type EmbeddedDatabase, startEmbedded } from './embedded/startEmbedded.ts'
import { StartupError } from './steps.ts'

/** Milliseconds to wait for a configured database at start-up. */
const patience = 10_000

const withoutPassword = (url: string) => {
  const { host, pathname } = new URL(url)
  return `${host}${pathname}`
}

async function checkReachable(url: string) {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: patience })
  try {
    await client.connect()
  } catch (error) {
    const reason: unknown = error instanceof AggregateError ? error.errors[0] : error
    throw new StartupError(
      `The database at ${withoutPassword(url)} cannot be reached (${(reason as Error).message}). ` +
        'Check DATABASE_URL.',
    )
  } finally {
    await client.end().catch(() => undefined)
  }
}

/**
 * The database to work on: the one that `DATABASE_URL` names, else an embedded one in `DATA_DIR`.
 *
 * @throws {StartupError} when it cannot be reached or started
 */
export async function openDatabase(env: Env): Promise<EmbeddedDatabase> {
  if (env.DATABASE_URL) {
    await checkReachable(env.DATABASE_URL)
    return { url: env.DATABASE_URL, stop: () => Promise.resolve() }
  }
  try {
    return await startEmbedded(env.DATA_DIR)
  } catch (error) {
    throw new StartupError((error as Error).message)
  }
}

export const describeDatabase = (env: Env) =>
  env.DATABASE_URL
    ? withoutPassword(env.DATABASE_URL)
    : `embedded, in ${path.join(path.relative('.', env.DATA_DIR) || '.', 'postgres')}`
