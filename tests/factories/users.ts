import { randomUUID } from 'node:crypto'
import { createLocalReq, jwtSign, type Payload } from 'payload'
import type { Pool } from 'pg'

import { poolOf } from '../../src/database/connection.ts'
import { startPanelSession } from '../../src/features/accounts/panelSession.ts'
import { findPrincipal } from '../../src/features/accounts/queries/principals.ts'
import type { User } from '../../src/payload-types.ts'
import type { Role } from '../../src/features/accounts/rules.ts'

export const password = 'a Robot that 3ats bolts'

/** `password` as the platform stores it: to hash it again for each user takes 10 ms of CPU. */
const storedPassword = {
  hash: '$argon2id$v=19$m=19456,t=2,p=1$YWFhYWFhYWFhYWFhYWFhYQ$hMqtZ571tysFRIiiBqTEm78dHVfXIwsAGmYqzv6w5Y0',
}

/** `password` as Payload 3.90 stored it, and the platform with it until it took argon2id. */
export const oldStoredPassword = {
  hash: 'pbkdf2-sha256-v1:cdbaa8fa628c9b87c437266fe5b1518eb4cc3cc76840efdf13679ed1017e4685',
  salt: 'a'.repeat(64),
}

let made = 0

/** A name that no other user of this process has. */
function newUsername(prefix: string): string {
  made += 1
  return `${prefix}-${process.pid}-${made}`
}

/** Creates a user as the platform does: with a hashed password, and with a domain event. */
export async function createUser(
  payload: Payload,
  role: Role = 'attendee',
  details: Partial<User> = {},
): Promise<User> {
  const username = details.username ?? newUsername(role)
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
export async function signIn(payload: Payload, { id }: Pick<User, 'id'>): Promise<string> {
  const user = await findPrincipal(poolOf(payload), id)
  const { token } = await startPanelSession(await createLocalReq({}, payload), user!)
  return token
}

const tokenOf = async (payload: Payload, id: number, sid: string): Promise<string> => {
  const { token } = await jwtSign({
    fieldsToSign: { id, collection: 'users', sid },
    secret: payload.secret,
    tokenExpiration: 3600,
  })
  return token
}

/**
 * A new user with `password` and a session. The user goes straight to the tables, as `crowd` does: no
 * hook runs, no domain event is published and nothing is hashed.
 */
export async function signedInUser(
  payload: Payload,
  role: Role = 'attendee',
  details: Partial<User> = {},
) {
  const username = details.username ?? newUsername(role)
  const session = {
    id: randomUUID(),
    createdAt: new Date().toISOString(),
    expiresAt: new Date(Date.now() + 86_400_000).toISOString(),
  }
  const user: User = await payload.db.create({
    collection: 'users',
    data: {
      timezone: 'UTC',
      email: `${username}@example.com`,
      ...details,
      ...storedPassword,
      username,
      role,
      sessions: [session],
    },
    req: await createLocalReq({}, payload),
  })
  return { user, token: await tokenOf(payload, user.id, session.id) }
}

/**
 * Many attendees with `password`, each with a session. One statement writes them, because some tests
 * need thousands.
 */
export async function crowd(payload: Payload, size: number) {
  const { pool } = payload.db as unknown as { pool: Pool }
  const name = `${newUsername('crowd')}-`
  const { rows } = await pool.query<{ id: number; sid: string }>(
    `WITH people AS (
       INSERT INTO users (username, email, role, timezone, hash)
       SELECT $1 || n, $1 || n || '@example.com', 'attendee', 'UTC', $3
       FROM generate_series(1, $2) n
       RETURNING id, username, email
     )
     INSERT INTO users_sessions (_order, _parent_id, id, created_at, expires_at)
     SELECT 1, id, gen_random_uuid(), now(), now() + interval '1 day' FROM people
     RETURNING _parent_id AS id, id AS sid`,
    [name, size, storedPassword.hash],
  )
  return Promise.all(
    rows.map(async ({ id, sid }) => ({ id, token: await tokenOf(payload, id, sid) })),
  )
}
