import type { PostgresAdapter } from '@payloadcms/db-postgres'
import { type SQL, sql } from '@payloadcms/db-postgres/drizzle'
import { PgDialect } from '@payloadcms/db-postgres/drizzle/pg-core'

import { rowsOf } from '../connection.ts'

type Count = PostgresAdapter['countDistinct']

const dialect = new PgDialect()

/** A condition of the status alone: `"events"."status" = $1`, or `in ($1, $2)`. */
const ofStatus = /^\(*"events"."status" (?:= \$1|in \(\$1(?:, \$\d+)*\))\)*$/

/**
 * The statuses whose events a count asks for; null for all events, undefined for any other count.
 */
function statusesOf({ joins, tableName, ...rest }: Parameters<Count>[0]) {
  if (tableName !== 'events' || joins.length > 0) return undefined
  // Payload's type does not say that a list without a filter has no condition.
  const where = rest.where as SQL | undefined
  if (!where) return null
  const { params, sql: text } = dialect.sqlToQuery(where)
  return ofStatus.test(text) ? params : undefined
}

/**
 * Upstream: each list of Payload comes with `totalDocs`, and Payload counts the rows for it: 100 ms with a
 * million events, for the list in the panel and for every page of REST.
 * What this does: the number of all events, or of those of some statuses, is read from `event_counts`
 * (docs/decisions/0022-counted-events.md). All other numbers are counted as before.
 * To see whether it can go, remove it and compare `npm run bench:growth -- --only 'panel: events (all)'`.
 */
export function countEventsInAdvance(adapter: PostgresAdapter): PostgresAdapter {
  const countDistinct: Count = adapter.countDistinct.bind(adapter)
  adapter.countDistinct = async (args) => {
    const statuses = statusesOf(args)
    if (statuses === undefined) return countDistinct(args)
    const isCounted = statuses
      ? sql`status::text = ANY (${sql.param(statuses)}::text[])`
      : sql`true`
    const [row] = await rowsOf<{ count: number }>(
      args.db,
      sql`SELECT coalesce(sum(change), 0)::int AS count FROM event_counts WHERE ${isCounted}`,
    )
    return row!.count
  }
  return adapter
}
