/**
 * The same server, which claims as it is usually written: lock, look, insert. The lock is held over
 * three round trips.
 */
import type pg from 'pg'

import { clientOf } from '../../src/db/connection.ts'
import type { PlaceAnswer } from '../../src/db/placeClaims.ts'
import { newTicketCode } from '../../src/lib/ticketCode.ts'
import { createApp } from '../../src/server/app.ts'
import { createHttpServer } from '../../src/server/httpServer.ts'
import { openBackend } from '../../src/server/backend.ts'
import type { Claiming } from '../../src/services/claimTogether.ts'

type Asked = Parameters<Claiming>[0]

async function claim(
  client: pg.PoolClient,
  { eventId, userId, seats }: Asked,
): Promise<PlaceAnswer> {
  const { rows: events } = await client.query<{ capacity: number }>(
    'SELECT capacity FROM event_seats WHERE event_id = $1 FOR UPDATE',
    [eventId],
  )
  const { rows: sums } = await client.query<{ taken: number }>(
    `SELECT coalesce(sum(seats), 0)::int AS taken FROM registrations
     WHERE event_id = $1 AND state = 'confirmed'`,
    [eventId],
  )
  if (sums[0]!.taken + seats > events[0]!.capacity) {
    return { outcome: 'event_full', position: null, registration: null }
  }
  const now = new Date().toISOString()
  const ticketCode = newTicketCode()
  const { rows } = await client.query<{ id: number }>(
    `INSERT INTO registrations (event_id, user_id, seats, state, ticket_code, registered_at)
     VALUES ($1, $2, $3, 'confirmed', $4, $5) RETURNING id`,
    [eventId, userId, seats, ticketCode, now],
  )
  const row = { eventId, userId, seats, ticketCode, registeredAt: now }
  return {
    outcome: 'confirmed',
    position: null,
    registration: { ...row, id: rows[0]!.id, state: 'confirmed' },
  }
}

const { env, payload } = await openBackend()

const claiming: Claiming = async (asked) => {
  const client = await clientOf(payload).connect()
  try {
    await client.query('BEGIN')
    const answer = await claim(client, asked)
    await client.query('COMMIT')
    return answer
  } finally {
    client.release()
  }
}

createHttpServer(createApp({ env, payload, claiming })).listen(env.PORT, env.HOST)
