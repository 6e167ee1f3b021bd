import { randomUUID } from 'node:crypto'

import type { Sent } from '../load.ts'
import { seedEvents } from '../seed.ts'
import { registration, type Scenario } from './scenario.ts'

const everybody: Scenario['prepare'] = async ({ pool, callers }) => {
  const [eventId] = await seedEvents(pool, 1, { capacity: callers.length })
  return { sharing: 'once', lists: [callers.map((caller) => registration(eventId!, caller))] }
}

/** All callers register for the same event, which has enough seats. */
export const hotEvent: Scenario = {
  name: 'hot-event',
  title: 'One hot event',
  target: 'server',
  expected: [200],
  against: ['lock-count-insert'],
  prepare: everybody,
}

/** The same with an idempotency key for each request. */
export const hotEventKeyed: Scenario = {
  name: 'hot-event-keyed',
  title: 'The same with an Idempotency-Key',
  target: 'server',
  expected: [200],
  prepare: async (bench) => {
    const { lists, sharing } = await everybody(bench)
    const keyed = (sent: Sent) => ({ ...sent, idempotencyKey: randomUUID() })
    return { sharing, lists: lists.map((list) => list.map(keyed)) }
  },
}

/** The same requests to the same server with the usual way to claim a seat. */
export const lockCountInsert: Scenario = {
  ...hotEvent,
  name: 'lock-count-insert',
  title: 'The same by lock, count, insert',
  target: 'lockCountInsert',
  against: undefined,
}
