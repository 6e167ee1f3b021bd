import { sql } from '@payloadcms/db-postgres/drizzle'

import { type Connection, rowsOf } from '../../../database/connection.ts'
import type { EngineChange } from './documents.ts'

interface Change {
  eventId: number
  /** The id of the record in the outbox. Of two changes of an event the later one has the higher id. */
  version: string
}

/** Remembers that the engine does not have these changes, until it confirms them. */
export async function addOutdated(connection: Connection, changes: Change[]): Promise<void> {
  if (changes.length === 0) return
  await connection.execute(
    sql`INSERT INTO search_outdated (event_id, version)
        SELECT "eventId", max(version) FROM json_to_recordset(${JSON.stringify(changes)}::json)
          AS change ("eventId" int, version bigint)
        GROUP BY "eventId" ORDER BY "eventId"
        ON CONFLICT (event_id) DO UPDATE SET version = greatest(search_outdated.version, EXCLUDED.version)`,
  )
}

/** Removes the changes that the engine has confirmed, unless the event has changed again. */
export async function removeOutdated(
  connection: Connection,
  changes: Pick<EngineChange, 'id' | 'version'>[],
): Promise<void> {
  await connection.execute(
    sql`DELETE FROM search_outdated USING json_to_recordset(${JSON.stringify(
      changes.map(({ id, version }) => ({ id, version })),
    )}::json) AS done (id int, version bigint)
        WHERE event_id = done.id AND search_outdated.version = done.version`,
  )
}

export interface Backlog {
  waiting: number
  /** How long the oldest change has waited, in milliseconds. */
  oldestMillis: number
}

/** The changes that the engine does not have yet. */
export async function engineBacklog(connection: Connection): Promise<Backlog> {
  const [row] = await rowsOf<Backlog>(
    connection,
    sql`SELECT count(*)::int AS waiting,
          coalesce(extract(epoch FROM now() - min(since)) * 1000, 0)::float8 AS "oldestMillis"
        FROM search_outdated`,
  )
  return row!
}
