import { isolateObjectProperty, type PayloadRequest } from 'payload'

import type { KeyedRequest } from '../../http/idempotency/idempotency.ts'
import { checkClaim } from '../../http/rateLimit/checkClaim.ts'
import { validate } from '../../http/validate.ts'
import { servicesOf } from '../../shared/services.ts'
import { cancelOwnRegistration } from './cancelOwnRegistration.ts'
import type { Registered } from './claimResult.ts'
import { registerForEvent } from './registerForEvent.ts'
import { PartySchema } from './schemas.ts'

/** A request of a caller on a surface that is not v1. */
export interface KeyedChange {
  userId: number
  eventId: number
  /** The `Idempotency-Key`. */
  key: string | undefined
}

/** Does a change once for each key, in a transaction of its own. */
async function runOnce<Outcome>(
  req: PayloadRequest,
  keyed: KeyedRequest,
  change: (req: PayloadRequest) => Promise<Outcome>,
): Promise<Outcome> {
  const own = isolateObjectProperty(req, 'transactionID')
  const { outcome } = await servicesOf(req.payload).runOncePerKey(own, keyed, () => change(own))
  return outcome as Outcome
}

/**
 * Registers a caller as v1's route does: counted against their limit, and once for each key. A key that v1 has
 * seen with the same party gets the same answer here.
 *
 * @param sent what the client sent about the party, as in the body of v1
 * @throws {Refusal} {ValidationError} as the route does
 */
export async function registerOnce(
  req: PayloadRequest,
  { eventId, key, userId }: KeyedChange,
  sent: object,
): Promise<Registered> {
  checkClaim(req.payload, userId)
  const keyed = { key, operation: 'register', params: { id: eventId }, sent }
  return runOnce(req, keyed, (own) =>
    registerForEvent(own, { eventId, userId, ...validate(PartySchema, sent) }),
  )
}

/** Cancels a caller's registration, once for each key. @throws {Refusal} `not_registered` */
export async function cancelOnce(
  req: PayloadRequest,
  { eventId, key, userId }: KeyedChange,
): Promise<void> {
  const keyed = { key, operation: 'unregister', params: { id: eventId }, sent: undefined }
  await runOnce(req, keyed, (own) => cancelOwnRegistration(own, eventId, userId))
}
