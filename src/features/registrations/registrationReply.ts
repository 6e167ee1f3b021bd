import type { Reply } from '../../http/route.ts'
import type { ResizedParty } from './resizeOwnParty.ts'
import type { Registered } from './claimResult.ts'
import { serializeRegistration } from './serialize.ts'

/** The response to a successful claim: 200 with a confirmed place, 202 with a position on the waitlist. */
export function registrationReply({ position, registration: row }: Registered): Reply {
  const registration = serializeRegistration(row)
  return position === null
    ? { status: 200, body: { status: 'registered', registration } }
    : { status: 202, body: { status: 'waitlisted', position, registration } }
}

/** The response to a change of a party's size: 200, also for a party on the waitlist. */
export function resizedReply({ position, registration: row }: ResizedParty): Reply {
  const registration = serializeRegistration(row)
  const status = row.state === 'confirmed' ? 'registered' : row.state
  return { status: 200, body: { status, position, registration } }
}
