import { sql } from '@payloadcms/db-postgres/drizzle'

import { type Connection, rowsOf } from '../../database/connection.ts'
import type { EventState, RegistrationState } from './rules.ts'

/** An event as it was read: without its fields when the row is the version that the caller knows. */
type ReadEvent = Omit<EventState, 'fields'> & {
  capacity: number
  fields: Omit<EventState['fields'], 'max_participants'> | null
}

/**
 * The current states of events, in one statement. A long text is read only when the row has changed, and
 * then as its hash.
 *
 * @param known the states that the caller has, by id
 * @returns by id; an event that does not exist is missing
 */
export async function readEventStates(
  connection: Connection,
  ids: number[],
  known: (id: number) => EventState | undefined,
): Promise<Map<number, EventState>> {
  const versions = ids.map((id) => known(id)?.version ?? '')
  const rows = await rowsOf<ReadEvent>(
    connection,
    sql`SELECT events.id, events.status, events.created_by_id AS "createdBy",
          event_seats.taken AS "registeredCount", event_seats.waitlisted AS "waitlistCount",
          event_seats.capacity - event_seats.taken - event_seats.held AS "seatsLeft",
          event_seats.capacity, events.xmin::text AS version,
          CASE WHEN events.xmin::text <> wanted.version THEN json_build_object(
            'title', events.title, 'description', md5(events.description),
            'start_date', events.start_date, 'end_date', events.end_date,
            'location', events.location, 'status', events.status,
            'timezone', events.timezone, 'created_by', events.created_by_id,
            'series', events.series_id
          ) END AS fields
        FROM unnest(${sql.param(ids)}::int[], ${sql.param(versions)}::text[]) AS wanted (id, version)
        JOIN events ON events.id = wanted.id
        JOIN event_seats ON event_seats.event_id = events.id`,
  )
  return new Map(
    rows.map(({ capacity, fields, ...event }) => [
      event.id,
      {
        ...event,
        fields: { ...(fields ?? known(event.id)!.fields), max_participants: capacity },
      },
    ]),
  )
}

export interface LiveRegistration {
  id: number
  eventId: number
  userId: number
  state: Exclude<RegistrationState, 'cancelled'>
  position: number | null
}

/** The most registrations of one user that are followed, the newest first. */
const maxPerUser = 1000

const withPositions = (mine: ReturnType<typeof sql>) =>
  sql`WITH mine AS MATERIALIZED (${mine}), waiting AS (
        SELECT id, row_number() OVER (PARTITION BY event_id ORDER BY id)::int AS position
        FROM registrations
        WHERE state = 'waitlisted'
          AND event_id IN (SELECT event_id FROM mine WHERE state = 'waitlisted')
      )
      SELECT mine.id, mine.event_id AS "eventId", mine.user_id AS "userId", mine.state, position
      FROM mine LEFT JOIN waiting ON waiting.id = mine.id`

/** The registrations of users for events that are not cancelled, with their positions on waitlists. */
export const registrationsForEvents = (
  connection: Connection,
  eventIds: number[],
  userIds: number[],
): Promise<LiveRegistration[]> =>
  rowsOf<LiveRegistration>(
    connection,
    withPositions(sql`SELECT id, event_id, user_id, state FROM registrations
      WHERE event_id = ANY(${sql.param(eventIds)}::int[])
        AND user_id = ANY(${sql.param(userIds)}::int[]) AND state <> 'cancelled'`),
  )

/** All registrations of users that are not cancelled, with their positions on waitlists. */
export const registrationsOfUsers = (
  connection: Connection,
  userIds: number[],
): Promise<LiveRegistration[]> =>
  rowsOf<LiveRegistration>(
    connection,
    withPositions(sql`SELECT found.* FROM unnest(${sql.param(userIds)}::int[]) AS wanted (user_id)
      CROSS JOIN LATERAL (
        SELECT id, event_id, user_id, state FROM registrations
        WHERE registrations.user_id = wanted.user_id AND state <> 'cancelled'
        ORDER BY id DESC LIMIT ${maxPerUser}::int
      ) found`),
  )

/** Seconds before a moment that a change may carry that was committed after it. */
const marginSeconds = 60

/**
 * The events of which a user's last registration was cancelled since a moment.
 *
 * @param since in milliseconds since the epoch, on the clock of the database
 */
export async function cancelledSince(
  connection: Connection,
  userId: number,
  since: number,
): Promise<number[]> {
  const rows = await rowsOf<{ eventId: number }>(
    connection,
    sql`SELECT DISTINCT event_id AS "eventId" FROM registrations cancelled
        WHERE user_id = ${userId}::int AND state = 'cancelled'
          AND updated_at >= to_timestamp(${since / 1000 - marginSeconds}::float8)
          AND NOT EXISTS (
            SELECT FROM registrations WHERE event_id = cancelled.event_id
              AND user_id = cancelled.user_id AND state <> 'cancelled')
        ORDER BY 1 LIMIT ${maxPerUser}::int`,
  )
  return rows.map(({ eventId }) => eventId)
}

/** The time on the clock of the database, in milliseconds since the epoch. */
export async function databaseTime(connection: Connection): Promise<number> {
  const [row] = await rowsOf<{ now: number }>(
    connection,
    sql`SELECT (extract(epoch FROM clock_timestamp()) * 1000)::float8 AS now`,
  )
  return Math.floor(row!.now)
}

/** A user who is connected, as they were when this was last checked. */
export interface KnownUser {
  id: number
  role: string
  tokenVersion: number
}

export interface ChangedUser extends KnownUser {
  /** Whether the user is deleted, suspended, or has another token version. */
  isRevoked: boolean
}

/** The users among those given who are not as they were. The answer is empty nearly always. */
export const changedUsers = (connection: Connection, users: KnownUser[]): Promise<ChangedUser[]> =>
  rowsOf<ChangedUser>(
    connection,
    sql`SELECT known.id, known.version AS "tokenVersion", coalesce(users.role::text, '') AS role,
          users.id IS NULL OR users.suspended IS TRUE OR users.token_version <> known.version
            AS "isRevoked"
        FROM unnest(${sql.param(users.map(({ id }) => id))}::int[],
                    ${sql.param(users.map(({ tokenVersion }) => tokenVersion))}::int[],
                    ${sql.param(users.map(({ role }) => role))}::text[])
          AS known (id, version, role)
        LEFT JOIN users ON users.id = known.id
        WHERE users.id IS NULL OR users.suspended IS TRUE OR users.token_version <> known.version
          OR users.role::text <> known.role`,
  )

/** The sessions of the panel among those given that have ended. */
export async function endedSessions(
  connection: Connection,
  sessionIds: string[],
): Promise<string[]> {
  const rows = await rowsOf<{ id: string }>(
    connection,
    sql`SELECT known.id FROM unnest(${sql.param(sessionIds)}::text[]) AS known (id)
        WHERE NOT EXISTS (
          SELECT FROM users_sessions WHERE users_sessions.id = known.id AND expires_at > now())`,
  )
  return rows.map(({ id }) => id)
}
