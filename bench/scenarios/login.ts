import { hashSync } from '@node-rs/argon2'
import type pg from 'pg'

import type { Sent } from '../load.ts'
import type { Scenario } from './scenario.ts'

const password = 'a Robot that 3ats bolts'

/** As the platform stores it. All accounts share it: to hash it for each takes longer than to use it. */
const hash = hashSync(password, { memoryCost: 19_456, timeCost: 2, parallelism: 1 })

/** Creates accounts with a password. @returns for each the request that signs in */
export async function seedSignIns(pool: pg.Pool, count: number): Promise<Sent[][]> {
  const { rows } = await pool.query<{ username: string }>(
    `INSERT INTO users (username, email, role, timezone, hash)
     SELECT $1 || n, $1 || n || '@example.com', 'attendee', 'UTC', $3
     FROM generate_series(1, $2::int) n RETURNING username`,
    [`login-${Date.now()}-`, count, hash],
  )
  return rows.map(({ username }) => [
    {
      method: 'POST' as const,
      path: '/api/v1/auth/login/',
      body: JSON.stringify({ username, password }),
    },
  ])
}

const connections = 8

/** Signing in. The hash of a password is slow on purpose. */
export const login: Scenario = {
  name: 'login',
  title: 'Signing in',
  target: 'server',
  expected: [200],
  against: ['login-pbkdf2'],
  comparesCpu: true,
  // With more connections the time would be over before the first response of the baseline.
  connections,
  prepare: async ({ pool }) => ({
    sharing: 'repeat',
    lists: await seedSignIns(pool, connections),
  }),
}

/** The same requests to the same server with the hash that it had before. */
export const loginPbkdf2: Scenario = {
  ...login,
  name: 'login-pbkdf2',
  title: 'The same with PBKDF2',
  target: 'pbkdf2',
  against: undefined,
}
