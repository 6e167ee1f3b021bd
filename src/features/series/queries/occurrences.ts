import { sql } from '@payloadcms/db-postgres/drizzle'

import { invalidateEvents } from '../../../cache/invalidation/tracker.ts'
import { type Connection, idsOf, rowsOf } from '../../../database/connection.ts'

/** An event of a series with what a change of the series needs to know. Instants are in ISO 8601. */
export interface OccurrenceRow {
  id: number
  seriesId: number
  slot: string
  isException: boolean
  status: 'draft' | 'published' | 'cancelled'
  timezone: string
  startDate: string
  endDate: string
  registrationOpensAt: string | null
  registrationClosesAt: string | null
  createdBy: number | null
  /** Registrations that have a place, an offer, or wait for one. */
  live: number
  /** Parties that wait for a place. */
  waitlisted: number
}

/** The events of a series in the order of their slots. */
export const occurrencesOf = (connection: Connection, seriesId: number) =>
  rowsOf<OccurrenceRow>(
    connection,
    sql`SELECT events.id, series_id AS "seriesId", occurrence AS slot, status, timezone,
          coalesce(occurrence_edited, false) AS "isException", created_by_id AS "createdBy",
          to_json(start_date) AS "startDate", to_json(end_date) AS "endDate",
          to_json(registration_opens_at) AS "registrationOpensAt",
          to_json(registration_closes_at) AS "registrationClosesAt",
          taken + waitlisted AS live, waitlisted
        FROM events JOIN event_seats ON event_seats.event_id = events.id
        WHERE series_id = ${seriesId}::int ORDER BY occurrence, events.id`,
  )

/** The id of an event's series; undefined without a series or an event. */
export async function seriesOf(
  connection: Connection,
  eventId: number,
): Promise<number | undefined> {
  const rows = await rowsOf<{ id: number | null }>(
    connection,
    sql`SELECT series_id AS id FROM events WHERE id = ${eventId}::int`,
  )
  return rows[0]?.id ?? undefined
}

/** The ids of all events of the series of an event, or of the event alone. */
export const eventsOfSameSeries = (connection: Connection, eventId: number) =>
  idsOf(
    connection,
    sql`SELECT id FROM events WHERE id = ${eventId}::int
        UNION
        SELECT id FROM events
        WHERE series_id = (SELECT series_id FROM events WHERE id = ${eventId}::int)
        ORDER BY id`,
  )

/** Makes an event the occurrence of a series. */
export async function joinSeries(
  connection: Connection,
  eventId: number,
  { seriesId, slot }: { seriesId: number; slot: string },
) {
  await connection.execute(
    sql`UPDATE events SET series_id = ${seriesId}::int, occurrence = ${slot}
        WHERE id = ${eventId}::int`,
  )
  invalidateEvents(connection, [eventId])
}

/** Moves events to another series, or to other slots of theirs. */
export async function placeOccurrences(
  connection: Connection,
  seriesId: number,
  places: { id: number; slot: string; isException: boolean }[],
) {
  await connection.execute(
    sql`UPDATE events
        SET series_id = ${seriesId}::int, occurrence = placed.slot,
            occurrence_edited = placed.is_exception
        FROM unnest(${sql.param(places.map(({ id }) => id))}::int[],
                    ${sql.param(places.map(({ slot }) => slot))}::text[],
                    ${sql.param(places.map(({ isException }) => isException))}::boolean[])
          AS placed (id, slot, is_exception)
        WHERE events.id = placed.id`,
  )
  invalidateEvents(
    connection,
    places.map(({ id }) => id),
  )
}

/** The dates of a new occurrence, in ISO 8601. */
export interface NewOccurrence {
  slot: string
  startDate: string
  endDate: string
  registrationOpensAt: string | null
  registrationClosesAt: string | null
}

/** The columns of Payload's fields; those of the database itself, such as generated ones, get their defaults. */
const columnsLike = async (connection: Connection, table: 'events' | '_events_v') => {
  const rows = await rowsOf<{ names: string }>(
    connection,
    sql`SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) AS names FROM pg_attribute
        WHERE attrelid = ${table}::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''
          AND attname <> 'calendar_sequence'`,
  )
  return sql.raw(rows[0]!.names)
}

/**
 * Creates copies of an event as further occurrences of its series, each with its first version. One statement
 * copies all of them: through Payload 200 copies took 2.3 seconds, and here 0.1. What a copy has was checked
 * when the original was saved; triggers add the seats and publish the copies.
 *
 * @param createdBy the person whose work this is; null for the platform
 * @returns their ids
 */
export async function insertCopies(
  connection: Connection,
  original: { id: number; seriesId: number },
  occurrences: NewOccurrence[],
  updatedBy: number | null,
): Promise<number[]> {
  if (occurrences.length === 0) return []
  const events = await columnsLike(connection, 'events')
  const ids = await idsOf(
    connection,
    sql`INSERT INTO events (${events})
        SELECT ${events} FROM (
          SELECT copy.* FROM events original
          CROSS JOIN jsonb_to_recordset(${JSON.stringify(occurrences)}::jsonb) AS at
            (slot text, "startDate" text, "endDate" text, "registrationOpensAt" text,
             "registrationClosesAt" text)
          CROSS JOIN LATERAL jsonb_populate_record(NULL::events, to_jsonb(original)
            || jsonb_build_object(
              'id', nextval(pg_get_serial_sequence('events', 'id')),
              'series_id', ${original.seriesId}::int, 'occurrence', at.slot,
              'occurrence_edited', false, 'start_date', at."startDate", 'end_date', at."endDate",
              'registration_opens_at', at."registrationOpensAt",
              'registration_closes_at', at."registrationClosesAt",
              'external_source', NULL, 'external_id', NULL, 'updated_by_id', ${updatedBy}::int,
              'created_at', now(), 'updated_at', now())) AS copy
          WHERE original.id = ${original.id}::int
        ) copies ORDER BY occurrence
        RETURNING id`,
  )
  await copyTexts(connection, original.id, ids)
  await insertVersions(connection, ids)
  invalidateEvents(connection, ids)
  return ids
}

/** Fields with several texts, such as tags, stand in a table of their own. */
async function copyTexts(connection: Connection, from: number, eventIds: number[]) {
  await connection.execute(
    sql`INSERT INTO events_texts ("order", parent_id, path, text)
        SELECT "order", copy, path, text FROM events_texts
        CROSS JOIN unnest(${sql.param(eventIds)}::int[]) AS copy
        WHERE parent_id = ${from}::int ORDER BY copy, events_texts.id`,
  )
}

/** A version of the state of each event, as Payload writes it. */
export async function insertVersions(connection: Connection, eventIds: number[]) {
  const versions = await columnsLike(connection, '_events_v')
  const made = await idsOf(
    connection,
    sql`INSERT INTO _events_v (${versions})
        SELECT ${versions} FROM (
          SELECT version.* FROM events
          CROSS JOIN LATERAL (
            SELECT jsonb_object_agg('version_' || key, value) AS fields
            FROM jsonb_each(to_jsonb(events))) AS named
          CROSS JOIN LATERAL jsonb_populate_record(NULL::_events_v, named.fields
            || jsonb_build_object('id', nextval(pg_get_serial_sequence('_events_v', 'id')),
              'parent_id', events.id, 'created_at', now(), 'updated_at', now())) AS version
          WHERE events.id = ANY(${sql.param(eventIds)}::int[])
        ) versions RETURNING id`,
  )
  await connection.execute(
    sql`INSERT INTO _events_v_texts ("order", parent_id, path, text)
        SELECT texts."order", versions.id, 'version.' || texts.path, texts.text
        FROM _events_v versions JOIN events_texts texts ON texts.parent_id = versions.parent_id
        WHERE versions.id = ANY(${sql.param(made)}::int[]) ORDER BY versions.id, texts.id`,
  )
}
