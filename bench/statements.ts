import { drizzle } from '@payloadcms/db-postgres/drizzle/node-postgres'
import pg from 'pg'

import { planOnce } from '../src/database/pools.ts'
import { claimPlaces, type PlaceClaim } from '../src/features/registrations/queries/claims.ts'
import { type Caller, seedEvents } from './seed.ts'

/** The time of the claim statement with a number of claims on a number of events. */
export interface StatementTime {
  claims: number
  events: number
  /** Milliseconds until the result: the median of the rounds. */
  millis: number
  /** Processor time of PostgreSQL in milliseconds: the mean of the rounds. */
  cpuMillis: number | undefined
}

const maxRounds = 60

/** The sizes of batches, on one event and on 1,000 events. */
const shapes = [
  { claims: 1, events: 1 },
  { claims: 100, events: 1 },
  { claims: 250, events: 1 },
  { claims: 500, events: 1 },
  { claims: 100, events: 1000 },
  { claims: 500, events: 1000 },
]

async function timesOf(
  pool: pg.Pool,
  callers: Caller[],
  { claims, events }: (typeof shapes)[number],
  databaseMillis: (() => Promise<number>) | undefined,
): Promise<StatementTime> {
  // No caller claims twice: refusing a second claim is cheaper than a registration.
  const rounds = Math.min(maxRounds, Math.floor(callers.length / claims))
  const ids = await seedEvents(pool, events, { capacity: rounds * claims })
  const batch = (round: number): PlaceClaim[] =>
    Array.from({ length: claims }, (_, index) => {
      const turn = round * claims + index
      return {
        eventId: ids[turn % events]!,
        userId: callers[turn]!.id,
        seats: 1,
        tokenVersion: 0,
      }
    })
  const took: number[] = []
  const before = await databaseMillis?.()
  for (let round = 0; round < rounds; round += 1) {
    const claimed = batch(round)
    const began = performance.now()
    await claimPlaces(drizzle(pool), claimed, { now: new Date(), waitForLock: false })
    took.push(performance.now() - began)
  }
  const after = await databaseMillis?.()
  took.sort((a, b) => a - b)
  const cpuMillis = before === undefined ? undefined : (after! - before) / rounds
  return { claims, events, millis: took[Math.floor(rounds / 2)]!, cpuMillis }
}

/**
 * Measures statements one after another, without a server, on a connection like those of the server for
 * claims. The simulation uses these times.
 */
export async function measureStatements(
  databaseUrl: string,
  callers: Caller[],
  databaseMillis: (() => Promise<number>) | undefined,
): Promise<StatementTime[]> {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 1, options: planOnce })
  const times: StatementTime[] = []
  for (const shape of shapes) times.push(await timesOf(pool, callers, shape, databaseMillis))
  await pool.end()
  return times
}

/** The times as lines of text; empty without times. */
export const statementTable = (times: StatementTime[]): string[] =>
  (times.length > 0 ? ['', 'one statement, alone on the database:'] : []).concat(
    times.map(
      ({ claims, events, millis, cpuMillis }) =>
        `${String(claims).padStart(5)} claims on ${String(events).padStart(4)} events: ` +
        `${millis.toFixed(1)} ms, ${cpuMillis?.toFixed(1) ?? '?'} ms of them on a core`,
    ),
  )
