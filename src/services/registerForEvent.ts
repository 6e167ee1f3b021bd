import type { PayloadRequest } from 'payload'

import { connectionOf } from '../db/connection.ts'
import { insertRegistrations, type RegistrationRow } from '../db/registrations.ts'
import type { Claim } from '../db/seats.ts'
import { refusalOf } from './refusalOf.ts'

export interface Registered {
  /** The place in the queue, from 1; null for a confirmed place. */
  position: number | null
  registration: RegistrationRow
}

/**
 * Takes a place in an event for a user, or a place in its queue.
 *
 * @param now when the claim is made: by it the event is open or has ended, and it is the time noted
 * @throws {Refusal} with the contract's code when neither can be had
 */
export async function registerForEvent(
  req: PayloadRequest,
  eventId: number,
  claim: Claim,
  now = new Date(),
): Promise<Registered> {
  const answers = await insertRegistrations(await connectionOf(req), eventId, [claim], now)
  const { outcome, position, registration } = answers[0]!
  if (registration === null) throw await refusalOf(req, eventId, outcome)
  return { position, registration }
}
