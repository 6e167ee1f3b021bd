/** The bounds of live updates, and what a change of an event says to those who watch it. Pure. */

/** Subscriptions of one connection. */
export const maxSubscriptions = 100

/** Milliseconds between two messages about the seats of an event: three in a second, and the first one at once. */
export const seatsIntervalMs = 350

/**
 * Milliseconds of each second that a server may send messages about events. What it sent longer is made up
 * for by longer pauses: with 5,500 connections that watch a rush the pause is about 400 ms.
 */
export const sendingMsPerSecond = 150

/** Milliseconds that such a pause may last. */
export const maxSeatsIntervalMs = 1000

/** Milliseconds between two reads of an event in which nothing has changed that anybody is shown. */
export const quietReadMs = 25

/** The same, for an event whose registrations organisers watch: each of its reads is told to them. */
export const organiserReadMs = 150

/** Milliseconds between two looks at who is still signed in. A dead token is noticed within a second. */
export const sessionCheckMs = 500

/** Milliseconds between two reads of all that is watched, while messages of other servers may be lost. */
export const pollMs = 1000

/** Seconds between two pings. Proxies cut connections that are quiet for 60. */
export const pingSeconds = 25

/** Seconds between two comments in a stream. */
export const commentSeconds = 15

/** Seconds that a WebSocket may be open without a subscription and without a user. */
export const idleSeconds = 60

/** Messages of a client: so many at once, and so many a second in the long run. */
export const messageRate = { burst: 300, perSecond: 20 } as const

/** Close codes of our own; RFC 6455 leaves 4000 to 4999 to applications. */
export const closings = {
  unauthenticated: { code: 4401, reason: 'unauthenticated' },
  idle: { code: 4408, reason: 'idle' },
  tooManyMessages: { code: 4429, reason: 'too_many_messages' },
  tooManyConnections: { code: 4429, reason: 'too_many_connections' },
  /** Try again later. */
  unavailable: { code: 1013, reason: 'unavailable' },
  /** Live updates are switched off. Clients try again later. */
  switchedOff: { code: 1013, reason: 'switched_off' },
  /** Service restart: the client connects again, to another server. */
  restart: { code: 1012, reason: 'restart' },
} as const

/** The fields of an event that a change is reported for, by their names in v1. */
export const reportedFields = [
  'title',
  'description',
  'start_date',
  'end_date',
  'location',
  'max_participants',
  'status',
  'timezone',
  'created_by',
  'series',
] as const

export type ReportedField = (typeof reportedFields)[number]

/** What is known of an event: enough to tell what has changed, and who may see it. */
export interface EventState {
  id: number
  status: 'draft' | 'published' | 'cancelled'
  createdBy: number | null
  registeredCount: number
  seatsLeft: number
  waitlistCount: number
  /** The version of its row, which each change of the row replaces. */
  version: string
  /** The values of the fields; of a long text its hash. */
  fields: Record<ReportedField, string | number | null>
}

export interface SeatNumbers {
  event: number
  registered_count: number
  seats_left: number
  waitlist_count: number
}

/** The seats of an event as v1 shows them. */
export const seatsOf = (state: EventState): SeatNumbers => ({
  event: state.id,
  registered_count: state.registeredCount,
  seats_left: state.seatsLeft,
  waitlist_count: state.waitlistCount,
})

export const haveSameSeats = (one: EventState, other: EventState): boolean =>
  one.registeredCount === other.registeredCount &&
  one.seatsLeft === other.seatsLeft &&
  one.waitlistCount === other.waitlistCount

/** What has changed in an event, besides its seats. */
export interface EventChange {
  fields: ReportedField[]
  isCancelled: boolean
}

/**
 * The change that led from one event to the other. A cancellation is a message of its own, so the status is
 * not among the fields then.
 */
export function changeOf(
  before: Pick<EventState, 'status'>,
  after: Pick<EventState, 'status'>,
  isChanged: (field: ReportedField) => boolean,
): EventChange {
  const isCancelled = before.status !== 'cancelled' && after.status === 'cancelled'
  const fields = reportedFields.filter(
    (field) => isChanged(field) && !(isCancelled && field === 'status'),
  )
  return { fields, isCancelled }
}

export type RegistrationState = 'confirmed' | 'waitlisted' | 'offered' | 'cancelled'

/** A registration as its owner is told about it. */
export interface RegistrationStatus {
  event: number
  state: RegistrationState
  /** On the waitlist, from 1. */
  position: number | null
}
