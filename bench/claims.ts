/**
 * `npm run bench:claims`: how many places a second one event gives out, on an embedded PostgreSQL
 * that keeps its promises at a crash, for three ways to give them out.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { getPayload, type Payload } from 'payload'

import { clientOf, poolOf } from '../src/db/connection.ts'
import { brokenInvariants } from '../src/db/invariants.ts'
import { migrate } from '../src/db/migrate.ts'
import { insertRegistrations } from '../src/db/registrations.ts'
import { startEmbedded } from '../src/server/embedded/startEmbedded.ts'
import { claimTogether } from '../src/services/claimTogether.ts'
import { createEvent } from '../tests/factories/events.ts'

/** Clients that wait for their answer at any time, and claims in a measurement. */
const clients = 200
const claims = 4000
const rounds = 3

type Way = (payload: Payload, eventId: number, userId: number) => Promise<unknown>

/** What is usually written: lock, look, insert. The lock is held over two round trips. */
const lockCountInsert: Way = async (payload, eventId, userId) => {
  const client = await clientOf(payload).connect()
  await client.query('BEGIN')
  await client.query('SELECT 1 FROM event_seats WHERE event_id = $1 FOR UPDATE', [eventId])
  await client.query(
    `SELECT sum(seats) FROM registrations WHERE event_id = $1 AND state = 'confirmed'`,
    [eventId],
  )
  await client.query(
    `INSERT INTO registrations (event_id, user_id, seats, state, ticket_code, registered_at)
     VALUES ($1, $2, 1, 'confirmed', gen_random_uuid(), now())`,
    [eventId, userId],
  )
  await client.query('COMMIT')
  client.release()
}

const statementEach: Way = (payload, eventId, userId) =>
  insertRegistrations(poolOf(payload), eventId, [{ userId, seats: 1 }], new Date())

const together: Way = (payload, eventId, userId) =>
  claimTogether(payload, eventId, { userId, seats: 1 })

const ways = { 'lock, count, insert': lockCountInsert, 'a statement each': statementEach, together }

async function measure(payload: Payload, way: Way, userIds: number[]) {
  const { id } = await createEvent(payload, { maxParticipants: claims })
  const waiting = [...userIds]
  const client = async () => {
    for (let user = waiting.pop(); user !== undefined; user = waiting.pop()) {
      await way(payload, id, user)
    }
  }
  const began = performance.now()
  await Promise.all(Array.from({ length: clients }, client))
  return claims / ((performance.now() - began) / 1000)
}

async function run(payload: Payload) {
  const { rows } = await clientOf(payload).query<{ id: number }>(
    `INSERT INTO users (username, email, role, timezone)
     SELECT 'u' || n, 'u' || n || '@example.com', 'attendee', 'UTC' FROM generate_series(1, $1) n
     RETURNING id`,
    [claims],
  )
  const userIds = rows.map(({ id }) => id)
  for (const [name, way] of Object.entries(ways)) {
    const rates: number[] = []
    for (let round = 0; round < rounds; round += 1) {
      rates.push(Math.round(await measure(payload, way, userIds)))
    }
    console.log(`${name.padEnd(20)} ${rates.join(', ')} places a second`)
  }
  const broken = await brokenInvariants(poolOf(payload))
  if (broken.length > 0) throw new Error(JSON.stringify(broken))
}

const dataDir = await mkdtemp(path.join(tmpdir(), 'robo-events-bench-'))
const database = await startEmbedded(dataDir)
Object.assign(process.env, {
  DATABASE_URL: database.url,
  NODE_ENV: 'production',
  PAYLOAD_SECRET: 'of this bench alone',
})
const { default: config } = await import('../payload.config.ts')
const payload = await getPayload({ config })
payload.logger.level = 'error'
try {
  await migrate(payload, database.url)
  await run(payload)
} finally {
  await payload.destroy()
  await database.stop()
  await rm(dataDir, { recursive: true, force: true })
}
