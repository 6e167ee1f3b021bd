import { sql } from '@payloadcms/db-postgres/drizzle'

import { type Connection, rowsOf } from '../../../database/connection.ts'

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
