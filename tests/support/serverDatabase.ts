import { drizzle } from '@payloadcms/db-postgres/drizzle/node-postgres'
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import pg from 'pg'
import type { Payload } from 'payload'

import { eventData } from '../factories/events.ts'
import { crowd } from '../factories/users.ts'
import { brokenInvariants } from '../../src/features/registrations/queries/invariants.ts'
import { readEnv } from '../../src/runtime/env/env.ts'
import { provideServices, type Services } from '../../src/shared/services.ts'
import type { Event } from '../../src/payload-types.ts'
import { accessTokenOf } from './callers.ts'
import { type Client, clientOf } from './client.ts'
import { createTokens } from '../../src/features/accounts/tokens.ts'

export const adminPassword = 'opens every door 42'
export const secret = 'shared by the servers of one test'

/**
 * Opens the database of server processes: a test reads it, and creates users there whom the servers
 * accept as signed in.
 */
export function openServerDatabase(databaseUrl: string) {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 5 })
  pool.on('error', () => undefined)
  const database = drizzle({ client: pool })
  // The factories use only this part of a Payload.
  const payload = {
    db: { pool },
    secret: createHash('sha256').update(secret).digest('hex').slice(0, 32),
  } as unknown as Payload
  provideServices(payload, { tokens: createTokens(payload, readEnv()) } as Services)
  return {
    people: (size: number) => crowd(payload, size),
    /** The token of an app. `people` have a session of the panel. */
    accessToken: (userId: number) => accessTokenOf(payload, userId),
    brokenInvariants: () => brokenInvariants(database),
    rows: async <Row extends pg.QueryResultRow>(text: string, values: unknown[] = []) =>
      (await pool.query<Row>(text, values)).rows,
    end: () => pool.end(),
  }
}

/** The first admin of a server that was started with `adminPassword`, signed in. */
export async function signInAdmin(url: string): Promise<Client> {
  const { body } = await clientOf(url).post('/api/users/login', {
    username: 'admin',
    password: adminPassword,
  })
  return clientOf(url, body.token)
}

/** Creates an event through a server. */
export async function publishEvent(admin: Client, details: Partial<Event>): Promise<Event> {
  return (await admin.post('/api/events', eventData(details))).body.doc
}

/** The running PostgreSQL in a server's own folder: its process id and its address. */
export async function embeddedPostgresIn(dataDir: string) {
  const pidFile = path.join(dataDir, 'postgres', 'cluster', 'postmaster.pid')
  const [pid, , , port] = (await readFile(pidFile, 'utf8')).split('\n')
  const password = (await readFile(path.join(dataDir, 'postgres-password'), 'utf8')).trim()
  return {
    pid: Number(pid),
    url: `postgres://postgres:${password}@127.0.0.1:${port}/postgres`,
  }
}
