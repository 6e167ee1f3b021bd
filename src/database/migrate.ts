import { sql } from '@payloadcms/db-postgres/drizzle'
import { Logger, runMigrations } from 'graphile-worker'
import pg from 'pg'
import type { Migration, Payload } from 'payload'

import { clientOf, type Connection, poolOf, rowsOf } from './connection.ts'
import { migrations } from './migrations/index.ts'

/** Any constant: every server of one database asks for this same lock. */
const migrationLock = 20_180_303

/** The queue's own tables; what it says of them is of no use to anybody. */
const quiet = new Logger(() => () => undefined)

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

/** A migration takes as long as it takes, whatever bounds the statements of those who are waited for. */
const inItsOwnTime = ({ up, ...migration }: Migration): Migration => ({
  ...migration,
  up: async (args) => {
    const { db } = args as { db: Connection }
    await db.execute(sql`SET LOCAL statement_timeout = 0`)
    await up(args)
  },
})

/**
 * Applies the migrations that are missing. Payload takes no lock of its own, so two servers that
 * start together would both create the same tables; here the second waits on an advisory lock and
 * finds the work done. The lock is a session's, on a connection of its own: it goes with it.
 *
 * @returns how many were applied
 * @throws the database's error when one fails; that migration is rolled back whole
 */
export async function migrate(payload: Payload, databaseUrl: string): Promise<number> {
  const holder = new pg.Client({ connectionString: databaseUrl })
  await holder.connect()
  try {
    await holder.query('SELECT pg_advisory_lock($1)', [migrationLock])
    const before = await appliedMigrations(payload)
    // Payload types a migration's arguments as unknown, for all of its adapters alike.
    const all = (migrations as unknown as Migration[]).map(inItsOwnTime)
    if (before < all.length) await payload.db.migrate({ migrations: all })
    await runMigrations({ pgPool: clientOf(payload), logger: quiet })
    return migrations.length - before
  } finally {
    await holder.end()
  }
}
