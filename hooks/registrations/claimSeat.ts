import type { CollectionBeforeChangeHook } from 'payload'

import { connectionOf } from '../../src/database/connection.ts'
import { claimSeats } from '../../src/features/registrations/queries/seats.ts'
import { publish } from '../../src/shared/diagnostics.ts'
import { newTicketCode } from '../../src/features/registrations/ticketCode.ts'
import type { Registration } from '../../src/payload-types.ts'
import { claimRefusal } from '../../src/features/registrations/registrationRefusal.ts'
import { attendeeName } from '../../src/features/registrations/rules.ts'

/**
 * Claims the seats of a registration that is created in the panel, over REST or GraphQL. It uses
 * `claim_seats` as the register endpoint does, in the transaction that inserts the registration.
 */
export const claimSeat: CollectionBeforeChangeHook<Registration> = async ({
  data,
  operation,
  req,
}) => {
  if (operation !== 'create') return data
  const eventId = Number(data.event)
  const userId = Number(data.user)
  // The field's own validation reports a missing value and one that is not a number.
  if (!Number.isSafeInteger(eventId) || !Number.isSafeInteger(userId)) return data
  const now = new Date()
  const claim = { eventId, userId, seats: data.seats ?? 1 }
  const outcome = await claimSeats(await connectionOf(req), claim, now)
  publish('registration', { outcome })
  if (outcome !== 'confirmed' && outcome !== 'waitlisted')
    throw await claimRefusal(() => req, eventId, outcome)
  const user = await req.payload.findByID({
    collection: 'users',
    id: userId,
    depth: 0,
    overrideAccess: true,
    req,
  })
  return {
    ...data,
    state: outcome,
    attendeeName: attendeeName(user),
    ticketCode: newTicketCode(),
    registeredAt: now.toISOString(),
  }
}
