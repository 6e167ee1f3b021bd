import type { PayloadRequest } from 'payload'

import { connectionOf } from '../../database/connection.ts'
import { publish } from '../../shared/diagnostics.ts'
import { invalidToken } from '../../http/bearer.ts'
import { claimInBatch } from './claimBatcher.ts'
import type { ClaimResult, Registered } from './claimResult.ts'
import { claimPlaces, type PlaceClaim } from './queries/claims.ts'
import { claimRefusal, type GetRequest } from './registrationRefusal.ts'

/**
 * The registration that a claim made.
 *
 * @param getRequest makes a Payload request for the caller; it is called only when the event's access
 *   rules have to be checked, because it costs more than the claim
 * @throws {Refusal} with the contract's code when the claim was refused
 */
export async function registeredOrThrow(
  result: ClaimResult,
  eventId: number,
  getRequest: GetRequest,
): Promise<Registered> {
  if ('registration' in result) return result
  switch (result.outcome) {
    case 'signed_out':
      throw invalidToken()
    case 'lock_busy':
    case 'in_progress':
    case 'answered':
      throw new Error(`The claim on event ${eventId} was not decided`)
    default:
      throw await claimRefusal(getRequest, eventId, result.outcome)
  }
}

interface RegisterOptions {
  /** When the claim is made: the event is open or has ended as of this time. Now without it. */
  now?: Date
  /** Whether the client has disconnected; a claim that waited then takes no place. */
  isDisconnected?: () => boolean
}

/** A claim in the caller's transaction, or with a time of its own, cannot join a batch. */
async function decide(
  req: PayloadRequest,
  claim: PlaceClaim,
  { now, isDisconnected }: RegisterOptions,
): Promise<ClaimResult> {
  if (!now && !req.transactionID) return claimInBatch(req.payload)(claim, isDisconnected)
  const options = { now: now ?? new Date(), waitForLock: true }
  const [result] = await claimPlaces(await connectionOf(req), [claim], options)
  publish('registration', result!)
  return result!
}

/**
 * Registers a user for an event, or puts them on its waitlist.
 *
 * @throws {Refusal} with the contract's code when the claim is refused
 */
export async function registerForEvent(
  req: PayloadRequest,
  claim: PlaceClaim,
  options: RegisterOptions = {},
): Promise<Registered> {
  return registeredOrThrow(await decide(req, claim, options), claim.eventId, () => req)
}
