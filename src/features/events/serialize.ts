import type { Hold } from '../registrations/queries/holds.ts'
import type { PublicEvent } from './queries.ts'
import type { RegistrationRow } from '../registrations/queries/registrations.ts'
import { isUpcoming } from './rules.ts'
import { formatInstant } from '../../shared/formatInstant.ts'

/** An event as the contract writes it. */
export const serializeEvent = (event: PublicEvent, now: Date) => ({
  id: event.id,
  title: event.title,
  description: event.description,
  start_date: formatInstant(event.startDate),
  end_date: formatInstant(event.endDate),
  location: event.location,
  max_participants: event.maxParticipants,
  status: event.status,
  is_upcoming: isUpcoming(event.startDate, now),
  created_by: event.createdBy,
  registered_count: event.registeredCount,
  seats_left: event.seatsLeft,
  waitlist_count: event.waitlistCount,
  timezone: event.timezone,
  created_at: formatInstant(event.createdAt),
  updated_at: formatInstant(event.updatedAt),
})

/** A registration as the contract writes it. */
export const serializeRegistration = (row: RegistrationRow) => ({
  id: row.id,
  event: row.eventId,
  user: row.userId,
  seats: row.seats,
  state: row.state,
  ticket_code: row.ticketCode,
  registered_at: formatInstant(row.registeredAt),
})

/** A hold as the contract writes it. */
export const serializeHold = ({ id, eventId, seats, expiresAt }: Hold) => ({
  id,
  event: eventId,
  seats,
  expires_at: formatInstant(expiresAt),
})
