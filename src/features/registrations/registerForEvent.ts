import type { PayloadRequest } from 'payload'

import { connectionOf } from '../../database/connection.ts'
import { claimPlaces, type PlaceClaim } from './queries/claims.ts'
import type { RegistrationRow } from './queries/registrations.ts'
import type { Claim } from './queries/seats.ts'
import { unauthenticated } from '../../shared/errors/Refusal.ts'
import { publish } from '../../shared/diagnostics.ts'
import type { IdempotentClaimResult } from './claimWithIdempotency.ts'
import { claimInBatch } from './claimBatcher.ts'
import { claimRefusal, type GetRequest } from './claimRefusal.ts'

export interface Registered {
  /** The place in the queue, from 1; null for a confirmed place. */
  position: number | null
  registration: RegistrationRow
}

/**
 * What an answer means to who claimed.
 *
 * @param requestOf makes the request of Payload that a look at the event's access rules takes; asked
 *   for only then, as it costs more than the claim
 * @throws {Refusal} with the contract's code when there is no place
 */
export async function registeredOrThrow(
  { outcome, position, registration }: IdempotentClaimResult,
  eventId: number,
  requestOf: GetRequest,
): Promise<Registered> {
  if (registration) return { position, registration }
  if (outcome === 'signed_out') throw unauthenticated('Token is invalid or expired')
  if (outcome === 'lock_busy' || outcome === 'in_progress' || outcome === 'answered')
    throw new Error(`The claim on event ${eventId} was not decided`)
  throw await claimRefusal(requestOf, eventId, outcome)
}

/** A claim that is part of a larger change, or of the past, cannot travel with others. */
async function claimFor(
  req: PayloadRequest,
  claim: PlaceClaim,
  now?: Date,
  isGone?: () => boolean,
) {
  if (!now && !req.transactionID) return claimInBatch(req.payload)(claim, isGone)
  const [answer] = await claimPlaces(await connectionOf(req), [claim], now ?? new Date(), true)
  publish('registration', answer!)
  return answer!
}

/**
 * Takes a place in an event for a user, or a place in its queue.
 *
 * @param now when the claim is made: by it the event is open or has ended, and it is the time noted
 * @param isGone whether the client has hung up: a claim whose turn comes later takes no place
 * @throws {Refusal} with the contract's code when neither can be had
 */
export async function registerForEvent(
  req: PayloadRequest,
  eventId: number,
  claim: Claim & Pick<PlaceClaim, 'hold'>,
  now?: Date,
  isGone?: () => boolean,
): Promise<Registered> {
  const answer = await claimFor(req, { ...claim, eventId }, now, isGone)
  return registeredOrThrow(answer, eventId, () => req)
}
