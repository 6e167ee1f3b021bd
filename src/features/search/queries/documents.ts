import { type SQL, sql } from '@payloadcms/db-postgres/drizzle'

import { type Connection, rowsOf } from '../../../database/connection.ts'

/** What the engine is told about an event. */
export interface EngineChange {
  id: number
  /** The engine ignores a change with a lower version than the one that it has. */
  version: string
  /** Null for an event that not everybody may see, or that is gone. */
  document: Record<string, unknown> | null
}

/** Events of a batch, and the bytes of their texts. */
const maxEvents = 500
const maxBytes = 4 * 1024 * 1024

/** Characters of each text; the same that PostgreSQL searches (`index_events`). */
const words = (text: SQL, length: number) =>
  sql`search_words_of(left(${text}, ${length}::int), true)`

const tags = sql`(SELECT array_agg(text::text ORDER BY id) FROM events_texts WHERE parent_id = events.id)`

/** An event as the index has it (`indexFormat`). */
const document = sql`jsonb_strip_nulls(jsonb_build_object(
  'id', events.id, 'title', title, 'status', status, 'start_date', start_date, 'end_date', end_date,
  'created_at', events.created_at, 'month', to_char(start_date AT TIME ZONE 'UTC', 'YYYY-MM'),
  'country', nullif(country, ''), 'program', nullif(program, ''),
  'program_key', nullif(lower(program), ''),
  'tag_keys', (SELECT array_agg(lower(tag)) FROM unnest(${tags}) tag),
  'place', CASE WHEN coordinates_latitude IS NOT NULL AND coordinates_longitude IS NOT NULL
    THEN jsonb_build_object('lat', coordinates_latitude, 'lon', coordinates_longitude) END,
  'words', jsonb_build_object(
    'title', ${words(sql`title`, 1000)},
    'about', ${words(sql`concat_ws(' ', location, program, array_to_string(${tags}, ' '))`, 3000)},
    'description', ${words(sql`description`, 60_000)},
    'body', ${words(
      sql`(SELECT string_agg(piece #>> '{}', ' ')
           FROM jsonb_path_query(body, 'strict $.**.text', '{}', true) AS pieces (piece))`,
      60_000,
    )})))`

const isPublic = sql`events.status <> 'draft'`

/**
 * The changes that the engine does not have yet, the oldest first, with the events as they are now. One statement
 * reads both, so a document is never older than its version says.
 */
export const outdatedChanges = (connection: Connection): Promise<EngineChange[]> =>
  rowsOf<EngineChange>(
    connection,
    sql`WITH waiting AS (
          SELECT event_id, version FROM search_outdated ORDER BY version LIMIT ${maxEvents}::int
        ), weighed AS (
          SELECT event_id, version, events.id IS NOT NULL AS found,
            row_number() OVER place AS number, sum(coalesce(text_bytes, 0)) OVER place AS bytes
          FROM waiting LEFT JOIN events ON events.id = event_id AND ${isPublic}
          WINDOW place AS (ORDER BY version, event_id ROWS UNBOUNDED PRECEDING)
        )
        SELECT event_id AS id, version::text,
          CASE WHEN found THEN (SELECT ${document} FROM events WHERE events.id = event_id) END AS document
        FROM weighed WHERE number = 1 OR bytes <= ${maxBytes}::int ORDER BY number`,
  )

/** The version of documents that an index is filled with. Each change has a higher one. */
const firstVersion = '0'

/** The next public events after an id, for a new index. */
export const nextDocuments = (connection: Connection, after: number): Promise<EngineChange[]> =>
  rowsOf<EngineChange>(
    connection,
    sql`WITH page AS (
          SELECT id, text_bytes FROM events WHERE id > ${after}::int AND ${isPublic}
          ORDER BY id LIMIT ${maxEvents}::int
        ), weighed AS (
          SELECT id, row_number() OVER place AS number, sum(text_bytes) OVER place AS bytes
          FROM page WINDOW place AS (ORDER BY id ROWS UNBOUNDED PRECEDING)
        )
        SELECT weighed.id, ${firstVersion} AS version,
          (SELECT ${document} FROM events WHERE events.id = weighed.id) AS document
        FROM weighed WHERE number = 1 OR bytes <= ${maxBytes}::int ORDER BY number`,
  )

/** How many public events have a higher id. */
export async function countDocuments(connection: Connection, after: number): Promise<number> {
  const [row] = await rowsOf<{ count: number }>(
    connection,
    sql`SELECT count(*)::int AS count FROM events WHERE id > ${after}::int AND ${isPublic}`,
  )
  return row!.count
}
