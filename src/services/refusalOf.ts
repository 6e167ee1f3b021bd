import type { PayloadRequest } from 'payload'

import type { ClaimOutcome } from '../domain/registration.ts'
import { type Refusal, registrationRefusal } from '../errors/Refusal.ts'

/**
 * The refusal that answers an unsuccessful claim. A draft does not exist for those who may not see
 * it, so that nobody learns of unpublished events by registering for every number.
 */
export async function refusalOf(
  req: PayloadRequest,
  eventId: number,
  outcome: ClaimOutcome,
): Promise<Refusal> {
  if (outcome === 'confirmed' || outcome === 'waitlisted') {
    throw new Error(`The claim on event ${eventId} was ${outcome}, but no registration was written`)
  }
  if (outcome !== 'event_not_open') return registrationRefusal(outcome)
  const { totalDocs } = await req.payload.count({
    collection: 'events',
    where: { id: { equals: eventId } },
    overrideAccess: false,
    req,
  })
  return registrationRefusal(totalDocs > 0 ? 'event_not_open' : 'event_not_found')
}
