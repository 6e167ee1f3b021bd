import type { PayloadRequest } from 'payload'

import type { Reply } from '../../http/route.ts'
import type { Registered } from './claimResult.ts'
import type { PlaceClaim } from './queries/claims.ts'
import { registerForEvent } from './registerForEvent.ts'
import { serializeRegistration } from './serialize.ts'

/** The response to a successful claim: 200 with a confirmed place, 202 with a position on the waitlist. */
export function registrationReply({ position, registration: row }: Registered): Reply {
  const registration = serializeRegistration(row)
  return position === null
    ? { status: 200, body: { status: 'registered', registration } }
    : { status: 202, body: { status: 'waitlisted', position, registration } }
}

/**
 * Registers the caller and returns the response. v1 and Payload's own register endpoint share it.
 *
 * @throws {Refusal} with the contract's code when the claim is refused
 */
export const registerAndReply = async (
  req: PayloadRequest,
  claim: PlaceClaim,
  isDisconnected: () => boolean,
): Promise<Reply> => registrationReply(await registerForEvent(req, claim, { isDisconnected }))
