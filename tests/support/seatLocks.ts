import type { Pool } from 'pg'
import { setTimeout as sleep } from 'node:timers/promises'

/**
 * Locks the seats of an event in the database. Every claim of a seat waits for the lock.
 *
 * @returns a function that releases the lock
 */
export async function lockSeats(pool: Pool, eventId: number): Promise<() => Promise<void>> {
  const client = await pool.connect()
  await client.query('BEGIN')
  await client.query('SELECT 1 FROM event_seats WHERE event_id = $1 FOR UPDATE', [eventId])
  return async () => {
    await client.query('ROLLBACK')
    client.release()
  }
}

/** Waits until that many statements wait for a lock in the database. */
export async function untilLockWaits(pool: Pool, count: number): Promise<void> {
  for (;;) {
    const { rows } = await pool.query<{ waiting: number }>(
      `SELECT count(*)::int AS waiting FROM pg_stat_activity
       WHERE datname = current_database() AND wait_event_type = 'Lock'`,
    )
    if (rows[0]!.waiting >= count) return
    await sleep(10)
  }
}
