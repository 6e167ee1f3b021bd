import { drizzle } from '@payloadcms/db-postgres/drizzle/node-postgres'
import type pg from 'pg'

import { claimPlaces, type PlaceClaim } from '../src/features/registrations/queries/claims.ts'
import { type Caller, seedEvents } from './seed.ts'

/** How long the claiming statement takes with so many claims on so many events. */
export interface StatementTime {
  claims: number
  events: number
  /** Milliseconds until the answer: the median of the rounds. */
  millis: number
  /** Milliseconds of that in which PostgreSQL used a processor: the mean. */
  cpuMillis: number | undefined
}

const mostRounds = 60

/** Sizes of batches, alone and on a thousand events. */
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
  // Nobody claims twice: to be told so is cheaper than a place.
  const rounds = Math.min(mostRounds, Math.floor(callers.length / claims))
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

/** What one statement after the other takes, without a server: what the simulation is fed with. */
export async function measureStatements(
  pool: pg.Pool,
  callers: Caller[],
  databaseMillis: (() => Promise<number>) | undefined,
): Promise<StatementTime[]> {
  const times: StatementTime[] = []
  for (const shape of shapes) times.push(await timesOf(pool, callers, shape, databaseMillis))
  return times
}

/** The times as lines of text; none for none. */
export const statementTable = (times: StatementTime[]): string[] =>
  (times.length > 0 ? ['', 'one statement, alone on the database:'] : []).concat(
    times.map(
      ({ claims, events, millis, cpuMillis }) =>
        `${String(claims).padStart(5)} claims on ${String(events).padStart(4)} events: ` +
        `${millis.toFixed(1)} ms, ${cpuMillis?.toFixed(1) ?? '?'} ms of them on a core`,
    ),
  )
