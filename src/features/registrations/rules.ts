/** The states of a registration, the size of a party, and the refusals of a claim. Pure. */

export const registrationStates = ['confirmed', 'waitlisted', 'offered', 'cancelled'] as const
export type RegistrationState = (typeof registrationStates)[number]

/**
 * Seats that one registration or one hold can take. The database has the same bounds as constraints
 * (`registrations_party_whole`, `seat_holds`). An event can allow fewer (`maxPartySize`).
 */
export const partySize = { min: 1, max: 1000 } as const

/** Whether a party can have so many seats, in some event. */
export const isPartySize = (seats: number): boolean =>
  Number.isInteger(seats) && seats >= partySize.min && seats <= partySize.max

/** The states that a claim can end in. */
export type ClaimedState = Extract<RegistrationState, 'confirmed' | 'waitlisted'>

/** Why a claim is refused, with the HTTP status and the text that the contract promises. */
export const refusals = {
  event_not_found: { status: 404, detail: 'Not found.' },
  event_not_open: { status: 409, detail: 'Registration for this event is not open' },
  event_ended: { status: 409, detail: 'This event has ended' },
  event_cancelled: { status: 409, detail: 'This event was cancelled' },
  already_registered: { status: 409, detail: 'Already registered for this event' },
  event_full: { status: 409, detail: 'Event is at capacity' },
  party_too_large: { status: 409, detail: 'This event does not take a party of that size' },
  user_not_found: { status: 404, detail: 'Not found.' },
  user_suspended: { status: 403, detail: 'You do not have permission to perform this action.' },
  not_registered: { status: 404, detail: 'Not found.' },
  hold_expired: { status: 409, detail: 'This hold has expired' },
  too_many_holds: { status: 409, detail: 'You hold seats for too many events already' },
  not_held: { status: 404, detail: 'Not found.' },
  not_offered: { status: 409, detail: 'No place is offered to you' },
  offer_expired: { status: 409, detail: 'The offer has expired' },
} as const

export type RefusalCode = keyof typeof refusals

/** How a claim can end, as metrics name it. */
export const claimOutcomes: string[] = ['confirmed', 'waitlisted', ...Object.keys(refusals)]

/** Whether a registration is confirmed, waitlisted or offered. */
export const isLive = (state: RegistrationState | undefined | null): boolean =>
  Boolean(state) && state !== 'cancelled'

/**
 * Whether a person may make this change of state. A person can only cancel: the database alone
 * decides on places and on the order of the waitlist.
 */
export const mayBecome = (from: RegistrationState, to: RegistrationState): boolean =>
  from === to || (isLive(from) && to === 'cancelled')

/** The name that organisers read. Some people use their email as a username; they must not read it. */
export const attendeeName = (user: { displayName?: string | null; username: string }): string =>
  user.displayName || user.username.split('@')[0]!

/** Milliseconds for which seats are held while somebody fills in a form. */
export const holdLifetimeMs = 10 * 60 * 1000

/** The number of events for which one user can hold seats at the same time. */
export const maxHoldsPerUser = 5

/** How far the clock of a device at the door may be ahead. Its check-ins then have the server's time. */
const clockErrorMs = 5 * 60_000

/** How long before the start of an event people are checked in, when a device reports it later. */
const earliestCheckInMs = 7 * 24 * 60 * 60_000

interface CheckInFacts {
  now: Date
  registeredAt?: string | null
  startDate: Date
}

/**
 * The time of a check-in, judged by the server's clock. A device that was offline reports check-ins of
 * before, so a time in the past is kept: back to the registration, and to a week before the event.
 */
export function judgeCheckIn(
  said: Date,
  { now, registeredAt, startDate }: CheckInFacts,
): { time: Date } | { problem: string } {
  const ageMs = now.getTime() - said.getTime()
  if (ageMs < -clockErrorMs) return { problem: 'The time of a check-in cannot be in the future' }
  if (ageMs <= 0) return { time: now }
  if (ageMs <= clockErrorMs) return { time: said }
  if (registeredAt && said < new Date(registeredAt)) {
    return { problem: 'The check-in cannot be before the registration' }
  }
  return said.getTime() < startDate.getTime() - earliestCheckInMs
    ? { problem: 'The check-in cannot be more than a week before the event' }
    : { time: said }
}
