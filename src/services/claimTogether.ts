import type { Payload } from 'payload'

import { poolOf } from '../db/connection.ts'
import { insertRegistrations, type RegisterAnswer } from '../db/registrations.ts'
import type { Claim } from '../db/seats.ts'

interface Waiting {
  claim: Claim
  resolve: (answer: RegisterAnswer) => void
  reject: (error: unknown) => void
}

type Queues = Map<number, Waiting[]>

/** The most claims in one statement; it takes some ten milliseconds for that many. */
const largest = 500

/** Who waits for an event while a statement for it is under way, in order of arrival. */
const queuesOf = new WeakMap<Payload, Queues>()

async function claimAll(payload: Payload, eventId: number, together: Waiting[]) {
  try {
    const claims = together.map(({ claim }) => claim)
    const answers = await insertRegistrations(poolOf(payload), eventId, claims, new Date())
    for (const [index, { resolve }] of together.entries()) resolve(answers[index]!)
  } catch (error) {
    for (const { reject } of together) reject(error)
  }
}

async function workOff(payload: Payload, eventId: number, queues: Queues) {
  const queue = queues.get(eventId)!
  while (queue.length > 0) await claimAll(payload, eventId, queue.splice(0, largest))
  queues.delete(eventId)
}

/**
 * Claims seats in a statement of its own, together with all other claims on the event that came
 * while the last one was under way. A rush for one event then holds one connection of this server,
 * not all of them, and is worked off many times as fast (docs/decisions/0001-capacity.md).
 *
 * @throws the database's error; then it is not known whether the place was taken
 */
export function claimTogether(
  payload: Payload,
  eventId: number,
  claim: Claim,
): Promise<RegisterAnswer> {
  const queues: Queues = queuesOf.get(payload) ?? new Map<number, Waiting[]>()
  queuesOf.set(payload, queues)
  return new Promise((resolve, reject) => {
    const waiting = { claim, resolve, reject }
    const queue = queues.get(eventId)
    if (queue) {
      queue.push(waiting)
    } else {
      queues.set(eventId, [waiting])
      void workOff(payload, eventId, queues)
    }
  })
}
