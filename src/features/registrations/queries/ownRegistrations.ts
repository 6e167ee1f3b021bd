import { type SQL, sql } from '@payloadcms/db-postgres/drizzle'

import { type Connection, rowsOf } from '../../../database/connection.ts'
import { type EventStatus, visibleTo } from '../../events/public.ts'
import type { RefusalCode, RegistrationState } from '../rules.ts'

/** A person's newest registration for an event, with what the person may know of both. */
export interface OwnRegistration {
  id: number
  eventId: number
  state: RegistrationState
  seats: number
  ticketCode: string
  /** The name on the ticket. */
  name: string
  registeredAt: string
  /** Until when an offered place can be accepted. ISO 8601, like all instants here. */
  offerExpiresAt: string | null
  checkedInAt: string | null
  /** Whether somebody else has cancelled it. */
  cancelledByOther: boolean
  cancelReason: string | null
  /** The position on the waitlist, from 1; null for other states. */
  position: number | null
  event: {
    title: string
    location: string
    startDate: string
    endDate: string
    timezone: string
    status: EventStatus
    maxPartySize: number
  }
}

/** Those that are not over, and those that are: ended, or cancelled. */
export const ownRegistrationLists = ['upcoming', 'past'] as const
export type OwnRegistrationList = (typeof ownRegistrationLists)[number]

const columns = sql`mine.id, mine.event_id AS "eventId", mine.state, mine.seats::int,
  mine.ticket_code AS "ticketCode", mine.attendee_name AS name,
  to_json(mine.registered_at) AS "registeredAt", to_json(mine.offer_expires_at) AS "offerExpiresAt",
  to_json(mine.checked_in_at) AS "checkedInAt",
  mine.state = 'cancelled' AND mine.cancelled_by_id IS DISTINCT FROM mine.user_id AS "cancelledByOther",
  mine.cancel_reason AS "cancelReason",
  CASE WHEN mine.state = 'waitlisted' THEN (
    SELECT count(*)::int FROM registrations ahead
    WHERE ahead.event_id = mine.event_id AND ahead.state = 'waitlisted' AND ahead.id <= mine.id
  ) END AS position,
  json_build_object('title', events.title, 'location', events.location,
    'startDate', events.start_date, 'endDate', events.end_date, 'timezone', events.timezone,
    'status', events.status,
    'maxPartySize', least(events.max_party_size, events.max_participants)::int) AS event`

/** The newest registration of a user for each event that they may see. */
const newestOf = (userId: number): SQL => sql`
  registrations mine JOIN events ON events.id = mine.event_id
  WHERE mine.user_id = ${userId}::int AND ${visibleTo({ id: userId, isStaff: false })}
    AND NOT EXISTS (
      SELECT FROM registrations later
      WHERE later.event_id = mine.event_id AND later.user_id = mine.user_id AND later.id > mine.id)`

const isIn = (list: OwnRegistrationList, now: Date): SQL => {
  const isAhead = sql`(events.end_date > ${now.toISOString()}::timestamptz AND mine.state <> 'cancelled')`
  return list === 'upcoming' ? isAhead : sql`NOT ${isAhead}`
}

const order = {
  upcoming: sql`events.start_date, mine.id`,
  past: sql`events.start_date DESC, mine.id DESC`,
}

interface OwnPage {
  list: OwnRegistrationList
  offset: number
  limit: number
}

/** A part of a user's registrations: the next event first, or of the past ones the last. */
export const listOwnRegistrations = (
  connection: Connection,
  userId: number,
  { list, offset, limit }: OwnPage,
  now: Date,
): Promise<OwnRegistration[]> =>
  rowsOf<OwnRegistration>(
    connection,
    sql`SELECT ${columns} FROM ${newestOf(userId)} AND ${isIn(list, now)}
        ORDER BY ${order[list]} OFFSET ${offset}::int LIMIT ${limit}::int`,
  )

/** A user's newest registration for an event; undefined when there is none that they may see. */
export async function findOwnRegistration(
  connection: Connection,
  userId: number,
  eventId: number,
): Promise<OwnRegistration | undefined> {
  const rows = await rowsOf<OwnRegistration>(
    connection,
    sql`SELECT ${columns} FROM ${newestOf(userId)} AND mine.event_id = ${eventId}::int`,
  )
  return rows[0]
}

/** What a person who wants to register has to know of an event. */
export interface RegistrableEvent {
  id: number
  title: string
  location: string
  startDate: string
  endDate: string
  timezone: string
  status: EventStatus
  opensAt: string | null
  closesAt: string | null
  /** Why it takes nobody; null when it takes registrations now. */
  refusal: RefusalCode | null
  seatsLeft: number
  waitlisted: number
  maxPartySize: number
  hasWaitlist: boolean
  /** The hold of the user, if they have one that has not expired. */
  hold: { id: string; seats: number; expiresAt: string } | null
}

/** An event as the form for a registration shows it; undefined when the user may not see it. */
export async function findRegistrableEvent(
  connection: Connection,
  userId: number,
  eventId: number,
  now: Date,
): Promise<RegistrableEvent | undefined> {
  const at = sql`${now.toISOString()}::timestamptz`
  const rows = await rowsOf<RegistrableEvent>(
    connection,
    sql`SELECT events.id, title, location, to_json(start_date) AS "startDate",
               to_json(end_date) AS "endDate", timezone, status,
               to_json(registration_opens_at) AS "opensAt",
               to_json(registration_closes_at) AS "closesAt",
               refusal_of_event(status::text, end_date, registration_opens_at,
                                registration_closes_at, ${at}) AS refusal,
               greatest(0, capacity - taken - held)::int AS "seatsLeft", waitlisted::int,
               least(max_party_size, capacity)::int AS "maxPartySize",
               waitlist_enabled IS TRUE AND start_date > ${at} AS "hasWaitlist",
               (SELECT json_build_object('id', seat_holds.id, 'seats', seat_holds.seats,
                                         'expiresAt', seat_holds.expires_at)
                FROM seat_holds WHERE seat_holds.event_id = events.id
                  AND seat_holds.user_id = ${userId}::int AND expires_at > ${at}) AS hold
        FROM events JOIN event_seats ON event_seats.event_id = events.id
        WHERE events.id = ${eventId}::int AND ${visibleTo({ id: userId, isStaff: false })}`,
  )
  return rows[0]
}
