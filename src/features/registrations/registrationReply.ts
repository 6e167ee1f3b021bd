import type { Reply } from '../../http/route.ts'
import type { Registered } from './claimResult.ts'
import { serializeRegistration } from './serialize.ts'

/** The response to a successful claim: 200 with a confirmed place, 202 with a position on the waitlist. */
export function registrationReply({ position, registration: row }: Registered): Reply {
  const registration = serializeRegistration(row)
  return position === null
    ? { status: 200, body: { status: 'registered', registration } }
    : { status: 202, body: { status: 'waitlisted', position, registration } }
}
