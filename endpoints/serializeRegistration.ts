import type { RegistrationRow } from '../src/db/registrations.ts'

const instant = (value: string) => new Date(value).toISOString().replace('.000Z', 'Z')

/** A registration as the contract writes it: snake_case, times in UTC. */
export const serializeRegistration = (row: RegistrationRow) => ({
  id: row.id,
  event: row.eventId,
  user: row.userId,
  seats: row.seats,
  state: row.state,
  ticket_code: row.ticketCode,
  registered_at: instant(row.registeredAt),
})
