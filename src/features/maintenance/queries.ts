import { sql } from '@payloadcms/db-postgres/drizzle'
import type { Payload } from 'payload'

import { clientOf, type Connection, countChanged } from '../../database/connection.ts'

/** What the database needs from time to time. */

/**
 * Forgets what has expired. A used refresh token stays known until it would have expired: that it
 * was used again is how its theft is noticed.
 *
 * @returns how many rows, by what they were
 */
export async function purgeExpired(
  connection: Connection,
  now: Date,
): Promise<Record<string, number>> {
  const at = sql`${now.toISOString()}::timestamptz`
  return {
    'refresh tokens': await countChanged(
      connection,
      sql`DELETE FROM refresh_tokens WHERE expires_at < ${at}`,
    ),
    'token families': await countChanged(
      connection,
      sql`DELETE FROM refresh_families WHERE created_at < ${at} - interval '1 day'
          AND NOT EXISTS (SELECT FROM refresh_tokens WHERE family_id = refresh_families.id)`,
    ),
    'sessions of the panel': await countChanged(
      connection,
      sql`DELETE FROM users_sessions WHERE expires_at < ${at}`,
    ),
    'idempotency keys': await countChanged(
      connection,
      sql`DELETE FROM idempotency_keys WHERE created_at < ${at} - interval '24 hours'`,
    ),
    counts: await countChanged(
      connection,
      sql`DELETE FROM sign_in_failures WHERE expire < ${now.getTime()}::bigint`,
    ),
    'password links': await countChanged(
      connection,
      sql`UPDATE users SET reset_password_token = NULL, reset_password_expiration = NULL
          WHERE reset_password_expiration < ${at}`,
    ),
  }
}

/** The tables whose rows change most. */
const hot = [
  'event_seats',
  'registrations',
  'seat_holds',
  'outbox',
  'refresh_tokens',
  'refresh_families',
  'idempotency_keys',
  'sign_in_failures',
  'scheduled_runs',
  'graphile_worker._private_jobs',
] as const

/**
 * Frees what changed rows have left behind and counts anew what queries are planned by. It cannot
 * run in a transaction, and takes as long as it takes.
 *
 * @returns the names of the tables
 */
export async function vacuumHotTables(payload: Payload): Promise<readonly string[]> {
  const client = await clientOf(payload).connect()
  try {
    await client.query('SET statement_timeout = 0')
    for (const table of hot) await client.query(`VACUUM (ANALYZE) ${table}`)
  } finally {
    // Closed instead of given back: the next statement on it would not be bounded.
    client.release(true)
  }
  return hot
}
