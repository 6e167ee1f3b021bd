import { type SQL, sql } from '@payloadcms/db-postgres/drizzle'

import { type Connection, idsOf, rowsOf } from '../../../database/connection.ts'

/** One event of a series. */
export interface Occurrence {
  eventId: number
  /**
   * The local start that the rule gave, such as `2031-05-03T18:00:00`: the RECURRENCE-ID of a calendar entry
   * (RFC 5545, 3.8.4.4). It stays when the event is moved.
   */
  slot: string
  /** Whether the event was changed apart from its series. */
  isException: boolean
}

/** The rule by which events repeat. */
export interface SeriesRule {
  id: number
  title: string
  /** RFC 5545, 3.3.10, without DTSTART, as the organiser wrote it. */
  rrule: string
  /** Days in the zone without an event, such as `2031-05-10`. */
  exdates: string[]
  timezone: string
  /** The local start of the first event, from which the rule counts (DTSTART). */
  firstStart: string
  createdBy: number | null
}

export interface SeriesWithOccurrences extends SeriesRule {
  /** All events of the series, drafts too, in the order of their slots. */
  occurrences: Occurrence[]
}

const columns = sql`series.id, series.title, series.rrule, series.exdates, series.timezone,
  series.first_start AS "firstStart", series.created_by_id AS "createdBy"`

/** The series of some events, each with all of its events; events without a series have none. */
export async function seriesOfEvents(
  connection: Connection,
  eventIds: number[],
): Promise<SeriesWithOccurrences[]> {
  return rowsOf<SeriesWithOccurrences>(
    connection,
    sql`SELECT ${columns}, (
          SELECT json_agg(json_build_object('eventId', id, 'slot', occurrence,
                   'isException', coalesce(occurrence_edited, false)) ORDER BY occurrence, id)
          FROM events WHERE series_id = series.id
        ) AS occurrences
        FROM series WHERE id IN (
          SELECT series_id FROM events WHERE id = ANY(${sql.param(eventIds)}::int[]))
        ORDER BY series.id`,
  )
}

/**
 * The series, locked until the transaction ends; undefined when there is none. The caller has locked the seats of its events before: a
 * transaction that locks them in the other order would wait for one that waits for it.
 */
export async function lockSeries(
  connection: Connection,
  id: number,
): Promise<SeriesRule | undefined> {
  const rows = await rowsOf<SeriesRule>(
    connection,
    sql`SELECT ${columns} FROM series WHERE id = ${id}::int FOR NO KEY UPDATE`,
  )
  return rows[0]
}

/** Creates a series. @returns its id */
export async function insertSeries(
  connection: Connection,
  { title, rrule, exdates, timezone, firstStart, createdBy }: Omit<SeriesRule, 'id'>,
): Promise<number> {
  const ids = await idsOf(
    connection,
    sql`INSERT INTO series (title, rrule, exdates, timezone, first_start, created_by_id)
        VALUES (${title}, ${rrule}, ${JSON.stringify(exdates)}::jsonb, ${timezone}, ${firstStart},
                ${createdBy}::int)
        RETURNING id`,
  )
  return ids[0]!
}

/** Stores the state of a series that has changed. */
export async function updateSeries(
  connection: Connection,
  { id, title, rrule, exdates, timezone, firstStart, createdBy }: SeriesRule,
) {
  await connection.execute(
    sql`UPDATE series SET title = ${title}, rrule = ${rrule}, timezone = ${timezone},
          exdates = ${JSON.stringify(exdates)}::jsonb, first_start = ${firstStart},
          created_by_id = ${createdBy}::int, updated_at = now()
        WHERE id = ${id}::int`,
  )
}

/** Deletes a series without events. @returns whether it had none */
export async function deleteIfEmpty(connection: Connection, id: number): Promise<boolean> {
  const ids = await idsOf(
    connection,
    sql`DELETE FROM series WHERE id = ${id}::int
          AND NOT EXISTS (SELECT FROM events WHERE series_id = series.id)
        RETURNING id`,
  )
  return ids.length > 0
}

/** Which series the growing looks at: those without an end that have not been made so far ahead. */
const isEndless: SQL = sql`rrule NOT LIKE '%COUNT=%' AND rrule NOT LIKE '%UNTIL=%'`

/** The ids of the endless series after an id, at most `limit`. */
export const endlessSeries = (connection: Connection, after: number, limit: number) =>
  idsOf(
    connection,
    sql`SELECT id FROM series WHERE ${isEndless} AND id > ${after}::int ORDER BY id LIMIT ${limit}::int`,
  )
