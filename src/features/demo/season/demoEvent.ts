import type { Event } from '../../../payload-types.ts'
import type { CoverName } from '../covers/designs.ts'
import type { VenueName } from '../venues.ts'

/**
 * A first day that keeps its place whenever the demo is started: a weekday so many weeks from this
 * one, or a number of days from today for what has to be running now.
 */
export type FirstDay = { weeks: number; weekday: Weekday } | { daysFromToday: number }

export const weekdays = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] as const
export type Weekday = (typeof weekdays)[number]

/** An event of the demo as it is written down. All times are the venue's own wall clock. */
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
  /** How many days it lasts; 1 without. */
  days?: number
  seats: number
  /** Seats that one registration may take; 1 without. */
  party?: number
  /** Days before the first that registration opens; open all the time without. */
  opens?: number
  /** Days before the first that registration closes; open until the end without. */
  closes?: number
  /** The share of the seats that is taken by now, from 0 to 1. */
  taken?: number
  /** Parties that wait for a seat; a number, also 0, gives the event a waitlist. */
  waiting?: number
  /** Registrations that were cancelled again. */
  dropouts?: number
  draft?: true
  /** Why it was cancelled, after the registrations had come in. */
  cancelled?: string
  /** The username of the organiser; a member of staff without. */
  organiser?: string
}
