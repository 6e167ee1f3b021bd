import type { Event } from '../../../payload-types.ts'
import type { CoverName } from '../covers.ts'
import type { VenueName } from '../venues.ts'

/**
 * The first day of an event, relative to the day on which the demo is started: a weekday in the week
 * that is `weeks` from now, or (for events that must be running now) a number of days from today.
 */
export type FirstDay = { weeks: number; weekday: Weekday } | { daysFromToday: number }

export const weekdays = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] as const
export type Weekday = (typeof weekdays)[number]

/** An event of the demo. All times are wall-clock times at the venue. */
export interface DemoEvent {
  title: string
  description: string
  body?: Event['body']
  cover?: CoverName
  venue: VenueName
  on: FirstDay
  /** `HH:mm`, on the first day. */
  from: string
  /** `HH:mm`, on the last day. */
  until: string
  /** How many days it lasts; 1 by default. */
  days?: number
  seats: number
  /** The most seats that one registration may take; 1 by default. */
  party?: number
  /** Registration opens so many days before the first day; by default it is always open. */
  opens?: number
  /** Registration closes so many days before the first day; by default at the start. */
  closes?: number
  /** The share of the seats that is taken, from 0 to 1. */
  taken?: number
  /** The number of parties on the waitlist. A number, even 0, gives the event a waitlist. */
  waiting?: number
  /** The number of registrations that were cancelled by their owners. */
  dropouts?: number
  draft?: true
  /** The rule by which it repeats (RFC 5545). Only the first event has registrations. */
  repeats?: string
  /** The reason of the cancellation, which comes after the registrations. */
  cancelled?: string
  /** The username of the organiser; by default a member of staff. */
  organiser?: string
}
