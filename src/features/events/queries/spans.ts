import { sql } from '@payloadcms/db-postgres/drizzle'

import { type Connection, rowsOf } from '../../../database/connection.ts'
import type { Viewer } from '../rules.ts'
import { type EventFilter, matching } from './filter.ts'

/** When an event takes place. */
export interface EventSpan {
  id: number
  startDate: string
  endDate: string
  timezone: string
}

/** When the matching events take place, in the order of their starts; the first ones. */
export const findSpans = (
  connection: Connection,
  viewer: Viewer,
  filter: EventFilter,
  limit: number,
): Promise<EventSpan[]> =>
  rowsOf<EventSpan>(
    connection,
    sql`SELECT id, to_json(start_date) AS "startDate", to_json(end_date) AS "endDate", timezone
        FROM events WHERE ${matching(viewer, filter)} ORDER BY start_date, id LIMIT ${limit}::int`,
  )
