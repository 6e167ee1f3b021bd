import { type SQL, sql } from '@payloadcms/db-postgres/drizzle'

import { type Connection, rowsOf } from '../../../database/connection.ts'
import type { SeriesRule } from './series.ts'

/** A series with the number of its events that are visible; undefined when none is. */
export async function findVisibleSeries(
  connection: Connection,
  isVisible: SQL,
  id: number,
): Promise<(SeriesRule & { occurrences: number }) | undefined> {
  const rows = await rowsOf<SeriesRule & { occurrences: number }>(
    connection,
    sql`SELECT series.id, series.title, series.rrule, series.exdates, series.timezone,
          series.first_start AS "firstStart", series.created_by_id AS "createdBy",
          count(*)::int AS occurrences
        FROM series JOIN events ON events.series_id = series.id
        WHERE series.id = ${id}::int AND ${isVisible} GROUP BY series.id`,
  )
  return rows[0]
}
