import type { PayloadRequest } from 'payload'

import { connectionOf } from '../db/connection.ts'
import { insertRegistrations, type RegistrationRow } from '../db/registrations.ts'
import type { Claim } from '../db/seats.ts'
import { claimTogether } from './claimTogether.ts'
import { refusalOf } from './refusalOf.ts'

export interface Registered {
  /** The place in the queue, from 1; null for a confirmed place. */
  position: number | null
  registration: RegistrationRow
}

/** A claim that is part of a larger change, or of the past, cannot travel with others. */
async function answerTo(req: PayloadRequest, eventId: number, claim: Claim, now?: Date) {
  if (!now && !req.transactionID) return claimTogether(req.payload, eventId, claim)
  const connection = await connectionOf(req)
  const [answer] = await insertRegistrations(connection, eventId, [claim], now ?? new Date())
  return answer!
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
  now?: Date,
): Promise<Registered> {
  const { outcome, position, registration } = await answerTo(req, eventId, claim, now)
  if (registration === null) throw await refusalOf(req, eventId, outcome)
  return { position, registration }
}
