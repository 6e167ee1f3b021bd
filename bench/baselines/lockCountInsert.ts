/**
 * A baseline: the same server with the usual way to claim a seat: lock the event, count the seats,
 * insert. The lock is held over three round trips.
 */
import type pg from 'pg'

import { clientOf } from '../../src/database/connection.ts'
import type { ClaimResult } from '../../src/features/registrations/claimResult.ts'
import { newTicketCode } from '../../src/features/registrations/ticketCode.ts'
import { createApp } from '../../src/composition/createApp.ts'
import { createHttpServer } from '../../src/http/server.ts'
import { backendOn } from '../../src/runtime/backend.ts'
import { openDataStore } from '../../src/runtime/dataStore.ts'
import type { ClaimPlace } from '../../src/features/registrations/claimBatcher.ts'

type ClaimRequest = Parameters<ClaimPlace>[0]

async function claim(
  client: pg.PoolClient,
  { eventId, userId, seats }: ClaimRequest,
): Promise<ClaimResult> {
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
    return { outcome: 'event_full' }
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

// As the server opens it, with the server's statement timeout.
const { env, payload } = await backendOn(await openDataStore())

const claiming: ClaimPlace = async (request) => {
  const client = await clientOf(payload).connect()
  try {
    await client.query('BEGIN')
    const result = await claim(client, request)
    await client.query('COMMIT')
    return result
  } finally {
    client.release()
  }
}

createHttpServer(createApp({ env, payload, claiming })).listen(env.PORT, env.HOST)
