import { formatInstant } from '../../shared/formatInstant.ts'
import type { Hold } from './queries/holds.ts'
import type { RegistrationRow } from './queries/registrations.ts'

/** A registration in v1's format. */
export const serializeRegistration = (row: RegistrationRow) => ({
  id: row.id,
  event: row.eventId,
  user: row.userId,
  seats: row.seats,
  state: row.state,
  ticket_code: row.ticketCode,
  registered_at: formatInstant(row.registeredAt),
})

/** A hold in v1's format. */
export const serializeHold = ({ id, eventId, seats, expiresAt }: Hold) => ({
  id,
  event: eventId,
  seats,
  expires_at: formatInstant(expiresAt),
})
