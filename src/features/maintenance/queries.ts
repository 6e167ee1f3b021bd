import type { Payload } from 'payload'

import { clientOf } from '../../database/connection.ts'

const busiestTables = [
  'event_seats',
  'registrations',
  'seat_holds',
  'outbox',
  'refresh_tokens',
  'refresh_families',
  'idempotency_keys',
  'sign_in_failures',
  'scheduled_runs',
  'webhook_deliveries',
  'graphile_worker._private_jobs',
] as const

/**
 * Frees the space of old row versions in the busiest tables, and updates the statistics that
 * PostgreSQL plans queries by. It cannot run in a transaction, and it runs without a timeout.
 *
 * @returns the names of the tables
 */
export async function vacuumBusiestTables(payload: Payload): Promise<readonly string[]> {
  const client = await clientOf(payload).connect()
  try {
    await client.query('SET statement_timeout = 0')
    for (const table of busiestTables) await client.query(`VACUUM (ANALYZE) ${table}`)
  } finally {
    // The connection is closed, not returned to the pool: its next statement would have no timeout.
    client.release(true)
  }
  return busiestTables
}
