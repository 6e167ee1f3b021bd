import { sql } from '@payloadcms/db-postgres/drizzle'
import { Logger, runMigrations } from 'graphile-worker'
import pg from 'pg'
import type { Migration, Payload } from 'payload'

import { clientOf, type Connection, poolOf, rowsOf } from './connection.ts'
import { migrations } from './migrations/index.ts'

/** An arbitrary constant: all servers of one database take this lock. */
const migrationLock = 20_180_303

/** Graphile Worker logs the migration of its own tables. Operators do not need these lines. */
const silentLogger = new Logger(() => () => undefined)

const appliedMigrations = async (payload: Payload): Promise<number> => {
  const found = await rowsOf<{ found: boolean }>(
    poolOf(payload),
    sql`SELECT to_regclass('payload_migrations') IS NOT NULL AS found`,
  )
  if (!found[0]?.found) return 0
  const rows = await rowsOf<{ count: number }>(
    poolOf(payload),
    sql`SELECT count(*)::int AS count FROM payload_migrations WHERE batch <> -1`,
  )
  return rows[0]?.count ?? 0
}

/** A migration without the statement timeout that protects requests. */
const withoutTimeout = ({ up, ...migration }: Migration): Migration => ({
  ...migration,
  up: async (args) => {
    const { db } = args as { db: Connection }
    await db.execute(sql`SET LOCAL statement_timeout = 0`)
    await up(args)
  },
})

/**
 * Applies the missing migrations. Payload takes no lock, so two servers that start together would create
 * the same tables. Here the second server waits for an advisory lock and finds the work done. The lock
 * belongs to a connection of its own and ends with it.
 *
 * @returns the number of migrations that were applied
 * @throws the database's error when a migration fails; that migration is rolled back
 */
export async function migrate(payload: Payload, databaseUrl: string): Promise<number> {
  const holder = new pg.Client({ connectionString: databaseUrl })
  await holder.connect()
  try {
    await holder.query('SELECT pg_advisory_lock($1)', [migrationLock])
    const before = await appliedMigrations(payload)
    // Payload types the arguments of migrations as unknown, because each adapter has others.
    const all = (migrations as unknown as Migration[]).map(withoutTimeout)
    if (before < all.length) await payload.db.migrate({ migrations: all })
    await runMigrations({ pgPool: clientOf(payload), logger: silentLogger })
    return migrations.length - before
  } finally {
    await holder.end()
  }
}
