import type { DomainEvent } from '../../../queue/domainEvents.ts'
import { formatInstant } from '../../../shared/formatInstant.ts'
import type { Attendee } from '../queries/attendees.ts'

type AboutRegistration = Extract<DomainEvent, { type: `registration.${string}` }>

/** The state that the change led to. */
function stateAfter({ type }: AboutRegistration) {
  switch (type) {
    case 'registration.waitlisted':
      return 'waitlisted'
    case 'registration.offered':
      return 'offered'
    case 'registration.cancelled':
    case 'registration.deleted':
      return 'cancelled'
    default:
      return 'confirmed'
  }
}

function detailsOf({ data, type }: AboutRegistration) {
  switch (type) {
    case 'registration.offered':
      return { offer_expires_at: formatInstant(data.offerExpiresAt) }
    case 'registration.cancelled':
      return { was: data.was, cause: data.cause }
    case 'registration.deleted':
      return { was: data.was, cause: 'deleted' }
    default:
      return {}
  }
}

/** What only endpoints get that may receive personal data. A deleted account has none. */
function personalOf({ data, type }: AboutRegistration, attendee: Attendee | undefined) {
  const reason = type === 'registration.cancelled' ? { reason: data.reason } : {}
  const kept = 'ticketCode' in data ? data.ticketCode : undefined
  return {
    ...reason,
    ticket_code: attendee?.ticketCode ?? kept ?? null,
    name: attendee?.name ?? null,
    email: attendee?.email ?? null,
  }
}

/**
 * The data of a message about a registration, as it was after the change.
 *
 * @param personal the attendee, for endpoints that may receive personal data
 */
export function registrationData(
  event: AboutRegistration,
  personal: { attendee: Attendee | undefined } | undefined,
) {
  const { registrationId, eventId, userId, seats } = event.data
  return {
    id: registrationId,
    event: eventId,
    user: userId,
    seats,
    state: stateAfter(event),
    ...detailsOf(event),
    ...(personal ? personalOf(event, personal.attendee) : {}),
    sequence: Number(event.id),
  }
}
