import { postgresAdapter } from '@payloadcms/db-postgres'
import path from 'node:path'

import type { Env } from '../config/env.ts'
import { failLostCommits } from './transactions.ts'

/** Milliseconds to wait for a connection before a request fails instead of hanging. */
const connectionTimeoutMillis = 10_000

/**
 * The PostgreSQL adapter of Payload as this platform runs it: no schema push (it asks questions on
 * the terminal and drops what it does not know), times in UTC, and commits that cannot be lost
 * unnoticed.
 */
export function databaseAdapter(env: Env) {
  const { init, ...rest } = postgresAdapter({
    push: false,
    migrationDir: path.resolve('src/db/migrations'),
    pool: {
      connectionString: env.DATABASE_URL,
      max: env.DATABASE_POOL_SIZE,
      connectionTimeoutMillis,
      options: '-c timezone=UTC',
    },
  })
  return { ...rest, init: (args: Parameters<typeof init>[0]) => failLostCommits(init(args)) }
}
