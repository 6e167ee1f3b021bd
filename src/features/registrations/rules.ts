/** The life of a registration, and why one is refused. Pure. */

export const registrationStates = ['confirmed', 'waitlisted', 'offered', 'cancelled'] as const
export type RegistrationState = (typeof registrationStates)[number]
export type LiveState = Exclude<RegistrationState, 'cancelled'>

/** What the database answers for one claim: a place, a place in the queue, or why neither. */
export type ClaimOutcome = 'confirmed' | 'waitlisted' | RefusalCode

/** Why a place cannot be had, with the HTTP status and the sentence that the contract promises. */
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

export const isLive = (state: RegistrationState | undefined | null): boolean =>
  Boolean(state) && state !== 'cancelled'

/**
 * The only change of state that a person makes is to cancel; places and the order of the queue are
 * given out by the database alone.
 */
export const mayBecome = (from: RegistrationState, to: RegistrationState): boolean =>
  from === to || (isLive(from) && to === 'cancelled')
