import type { PayloadRequest } from 'payload'

import type { ClaimOutcome } from './rules.ts'
import { type Refusal } from '../../shared/errors/Refusal.ts'
import { registrationRefusal } from './registrationRefusal.ts'

/** Makes the request of Payload's that a question takes, or gives the one there is. */
export type GetRequest = () => PayloadRequest | Promise<PayloadRequest>

/**
 * The refusal that answers an unsuccessful claim. A draft does not exist for those who may not see
 * it, so that nobody learns of unpublished events by registering for every number.
 *
 * @param requestOf is called for that question alone: a request of Payload costs more than a claim
 */
export async function claimRefusal(
  requestOf: GetRequest,
  eventId: number,
  outcome: ClaimOutcome,
): Promise<Refusal> {
  if (outcome === 'confirmed' || outcome === 'waitlisted') {
    throw new Error(`The claim on event ${eventId} was ${outcome}, but no registration was written`)
  }
  if (outcome !== 'event_not_open') return registrationRefusal(outcome)
  const req = await requestOf()
  const { totalDocs } = await req.payload.count({
    collection: 'events',
    where: { id: { equals: eventId } },
    overrideAccess: false,
    req,
  })
  return registrationRefusal(totalDocs > 0 ? 'event_not_open' : 'event_not_found')
}
