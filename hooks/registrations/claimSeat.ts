import type { CollectionBeforeChangeHook } from 'payload'

import { connectionOf } from '../../src/database/connection.ts'
import { claimSeats } from '../../src/features/registrations/queries/seats.ts'
import { publish } from '../../src/shared/diagnostics.ts'
import { newTicketCode } from '../../src/features/registrations/ticketCode.ts'
import type { Registration } from '../../src/payload-types.ts'
import { claimRefusal } from '../../src/features/registrations/claimRefusal.ts'

/**
 * A registration made in the panel, over REST or GraphQL takes its place as one made through the
 * register endpoint does: by `claim_seats`, in the transaction that then inserts it.
 */
export const claimSeat: CollectionBeforeChangeHook<Registration> = async ({
  data,
  operation,
  req,
}) => {
  if (operation !== 'create') return data
  const eventId = Number(data.event)
  const userId = Number(data.user)
  // What is missing or no number at all is reported by the field's own validation, at its field.
  if (!Number.isSafeInteger(eventId) || !Number.isSafeInteger(userId)) return data
  const now = new Date()
  const claim = { userId, seats: data.seats ?? 1 }
  const [answer] = await claimSeats(await connectionOf(req), eventId, [claim], now)
  const outcome = answer!.outcome
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
    // Some take their email for a username. The organiser reads this, and is not to learn it.
    attendeeName: user.displayName || user.username.split('@')[0],
    ticketCode: newTicketCode(),
    registeredAt: now.toISOString(),
  }
}
