import { z } from 'zod'

/**
 * The domain events in the outbox (docs/domain-events.md). The database writes one record for each
 * change, in the transaction of the change. A record is never altered. An event type whose meaning
 * changes gets a higher version. Records contain ids of rows, and no name, address or secret.
 */

const registration = z.object({
  registrationId: z.int(),
  eventId: z.int(),
  userId: z.int(),
  /** The number of seats of the registration. */
  seats: z.int().min(1),
})

const was = z.enum(['confirmed', 'waitlisted', 'offered'])

/** Changed fields by their names in Payload. Long texts are listed without their content. */
const changes = z.record(
  z.string(),
  z.object({ from: z.unknown().optional(), to: z.unknown().optional() }),
)

const event = z.object({ eventId: z.int(), changes })
const media = z.object({ mediaId: z.int() })
const user = z.object({ userId: z.int() })

/**
 * What an email about a registration of a deleted event shows. Missing in records of older versions.
 * Instants are in ISO 8601, and `createdBy` is the id of the owner.
 */
const deletedEvent = z.object({
  title: z.string(),
  location: z.string(),
  timezone: z.string(),
  startDate: z.string(),
  endDate: z.string(),
  createdBy: z.int().nullable(),
  calendarSequence: z.int(),
  cancellationReason: z.string().nullable(),
})

/** Why a registration was cancelled. */
const cancellationCauses = [
  'attendee',
  'organiser',
  'event_cancelled',
  'offer_expired',
  'platform',
] as const

export const domainEventSchemas = {
  'registration.confirmed': registration,
  'registration.waitlisted': registration,
  'registration.promoted': registration,
  'registration.offered': registration.extend({ offerExpiresAt: z.iso.datetime({ offset: true }) }),
  'registration.cancelled': registration.extend({
    was,
    cause: z.enum(cancellationCauses),
    reason: z.string().nullable(),
    /** Missing in records of older versions. */
    ticketCode: z.string().nullable().optional(),
  }),
  'registration.resized': registration.extend({
    state: was,
    /** The number of seats before the change. */
    seatsBefore: z.int().min(1),
  }),
  'registration.party_too_large': registration.extend({
    /** The number of seats that a party can have now. */
    largest: z.int().min(1),
  }),
  'registration.deleted': registration.extend({ was, ticketCode: z.string().nullable() }),
  'registration.checked_in': registration,
  'registration.check_in_undone': registration,
  'event.created': event,
  'event.published': event,
  'event.unpublished': event,
  'event.changed': event,
  'event.cancelled': event,
  'event.deleted': z.object({
    eventId: z.int(),
    was: z.enum(['draft', 'published', 'cancelled']),
    event: deletedEvent.optional(),
  }),
  'media.changed': media,
  'user.created': user,
  'user.email_changed': user,
  'user.password_changed': user,
  'user.password_reset_requested': user,
  'user.confirmation_requested': user,
} as const

export type DomainEventType = keyof typeof domainEventSchemas

export type DomainEventData<Type extends DomainEventType> = z.output<
  (typeof domainEventSchemas)[Type]
>

interface Recorded<Type extends DomainEventType> {
  /** Ids rise with time. Two concurrent events may be committed in either order. */
  id: string
  type: Type
  version: number
  /** The start of the transaction (ISO 8601, UTC). */
  occurredAt: string
  data: DomainEventData<Type>
}

export type DomainEvent<Type extends DomainEventType = DomainEventType> = {
  [Each in Type]: Recorded<Each>
}[Type]

/** The version that this code writes and reads. */
export const domainEventVersion = 1
