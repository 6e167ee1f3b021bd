import type { Pool } from 'pg'
import { jwtSign, type Payload } from 'payload'

import type { Role } from '../../src/features/accounts/roles.ts'
import type { User } from '../../src/payload-types.ts'

export const password = 'a Robot that 3ats bolts'

let made = 0

/** A user that exists in the database, of the role and with the details given. */
export async function createUser(
  payload: Payload,
  role: Role = 'attendee',
  details: Partial<User> = {},
): Promise<User> {
  made += 1
  const username = details.username ?? `${role}-${process.pid}-${made}`
  return payload.create({
    collection: 'users',
    data: {
      timezone: 'UTC',
      email: `${username}@example.com`,
      ...details,
      username,
      password,
      role,
    },
    overrideAccess: true,
  })
}

/** A token of a new session of the user's, as the sign-in route gives it out. */
export async function signIn(payload: Payload, user: Pick<User, 'email'>): Promise<string> {
  const { token } = await payload.login({
    collection: 'users',
    data: { email: user.email, password },
  })
  return token!
}

/** A new user, signed in. */
export async function signedInUser(payload: Payload, role?: Role, details?: Partial<User>) {
  const user = await createUser(payload, role, details)
  return { user, token: await signIn(payload, user) }
}

/**
 * Many attendees at once, each with a session: written straight to the tables, because hashing a
 * password takes a tenth of a second and a rush needs thousands of people.
 */
export async function crowd(payload: Payload, size: number) {
  const { pool } = payload.db as unknown as { pool: Pool }
  const name = `crowd-${process.pid}-${(made += 1)}-`
  const { rows } = await pool.query<{ id: number; sid: string }>(
    `WITH people AS (
       INSERT INTO users (username, email, role, timezone)
       SELECT $1 || n, $1 || n || '@example.com', 'attendee', 'UTC' FROM generate_series(1, $2) n
       RETURNING id, username, email
     )
     INSERT INTO users_sessions (_order, _parent_id, id, created_at, expires_at)
     SELECT 1, id, gen_random_uuid(), now(), now() + interval '1 day' FROM people
     RETURNING _parent_id AS id, id AS sid`,
    [name, size],
  )
  return Promise.all(
    rows.map(async ({ id, sid }) => {
      const { token } = await jwtSign({
        fieldsToSign: { id, collection: 'users', sid },
        secret: payload.secret,
        tokenExpiration: 3600,
      })
      return { id, token }
    }),
  )
}
