import { type SQL, sql } from '@payloadcms/db-postgres/drizzle'

import { type Connection, rowsOf } from '../../../database/connection.ts'
import type { Viewer } from '../rules.ts'
import { type EventFilter, matching } from './filter.ts'

/** How many of the found events have each value. */
export type Facet = Record<string, number>

export interface Facets {
  status: Facet
  /** By the month in which they begin in UTC, such as `2031-05`. */
  month: Facet
  country: Facet
  program: Facet
}

/** Values of a facet: the most frequent ones. */
const maxValues = 100

const facet = (
  value: SQL,
) => sql`(SELECT coalesce(json_object_agg(value, events ORDER BY value COLLATE "C"), '{}') FROM (
    SELECT ${value} AS value, count(*)::int AS events FROM found WHERE ${value} IS NOT NULL
    GROUP BY 1 ORDER BY 2 DESC, ${value} COLLATE "C" LIMIT ${maxValues}::int
  ) counted)`

/** Counts all events that the viewer may see and that match the filter. */
export async function countFacets(
  connection: Connection,
  viewer: Viewer,
  filter: EventFilter,
): Promise<Facets> {
  const [row] = await rowsOf<Facets>(
    connection,
    sql`WITH found AS MATERIALIZED (
          SELECT status::text, to_char(start_date AT TIME ZONE 'UTC', 'YYYY-MM') AS month,
            nullif(country, '') AS country, nullif(program, '') AS program
          FROM events WHERE ${matching(viewer, filter)}
        )
        SELECT ${facet(sql`status`)} AS status, ${facet(sql`month`)} AS month,
          ${facet(sql`country`)} AS country, ${facet(sql`program`)} AS program`,
  )
  return row!
}
