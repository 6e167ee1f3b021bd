import type { Payload } from 'payload'

import { poolOf } from './pool.ts'

/** Expires the holds and offers of an event. No job has released them yet. */
export async function expireHoldsAndOffers(payload: Payload, eventId: number): Promise<void> {
  const past = `now() - interval '1 second'`
  const pool = poolOf(payload)
  await pool.query(`UPDATE seat_holds SET expires_at = ${past} WHERE event_id = $1`, [eventId])
  await pool.query(
    `UPDATE registrations SET offer_expires_at = ${past} WHERE event_id = $1 AND state = 'offered'`,
    [eventId],
  )
}
