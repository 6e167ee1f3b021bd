import type { PayloadRequest } from 'payload'

import { Refusal } from '../../shared/errors/Refusal.ts'
import { type RefusalCode, refusals } from './rules.ts'

/** The refusal with the status and the text that the contract promises for its code. */
export const registrationRefusal = (code: RefusalCode): Refusal =>
  new Refusal(refusals[code].status, code, refusals[code].detail)

/** Makes a Payload request for the caller, or returns the existing one. */
export type GetRequest = () => PayloadRequest | Promise<PayloadRequest>

/**
 * The refusal of a claim. A draft does not exist for callers who may not see it: nobody can find
 * unpublished events by registering for every number.
 *
 * @param getRequest is called only for `event_not_open`: making a Payload request costs more than
 *   the claim
 */
export async function claimRefusal(
  getRequest: GetRequest,
  eventId: number,
  code: RefusalCode,
): Promise<Refusal> {
  if (code !== 'event_not_open') return registrationRefusal(code)
  const req = await getRequest()
  const { totalDocs } = await req.payload.count({
    collection: 'events',
    where: { id: { equals: eventId } },
    overrideAccess: false,
    req,
  })
  return registrationRefusal(totalDocs > 0 ? 'event_not_open' : 'event_not_found')
}
