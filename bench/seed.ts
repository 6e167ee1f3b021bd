import type pg from 'pg'

import { accessLifetimeSeconds, type Tokens } from '../src/features/accounts/tokens.ts'

export interface Caller {
  id: number
  token: string
}

/** Creates users, each with an access token as the platform issues it. */
export async function seedCallers(pool: pg.Pool, tokens: Tokens, count: number): Promise<Caller[]> {
  const { rows } = await pool.query<{ id: number; version: number }>(
    `INSERT INTO users (username, email, role, timezone)
     SELECT $1 || n, $1 || n || '@example.com', 'attendee', 'UTC' FROM generate_series(1, $2) n
     RETURNING id, token_version AS version`,
    [`bench-${Date.now()}-`, count],
  )
  return rows.map(({ id, version }) => ({
    id,
    token: tokens.sign('access', { userId: id, version, lifetime: accessLifetimeSeconds }),
  }))
}

export interface EventDetails {
  capacity: number
  waitlist?: boolean
}

/** Creates published events that start in 30 days. @returns their ids */
export async function seedEvents(
  pool: pg.Pool,
  count: number,
  { capacity, waitlist = false }: EventDetails,
): Promise<number[]> {
  const { rows } = await pool.query<{ id: number }>(
    `INSERT INTO events (title, description, start_date, end_date, location, timezone,
                         max_participants, max_party_size, status, waitlist_enabled)
     SELECT 'Bolt Bowl ' || n, 'Robots carry bolts across a field.', now() + interval '30 days',
            now() + interval '31 days', 'Ulm', 'Europe/Berlin', $2, 1, 'published', $3
     FROM generate_series(1, $1) n RETURNING id`,
    [count, capacity, waitlist],
  )
  return rows.map(({ id }) => id)
}
