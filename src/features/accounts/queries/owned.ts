import { sql } from '@payloadcms/db-postgres/drizzle'

import { type Connection, rowsOf } from '../../../database/connection.ts'

/** Lets the writes of one owner count what they own one after another, until the transaction ends. */
export async function lockOwned(connection: Connection, userId: number): Promise<void> {
  await connection.execute(
    sql`SELECT pg_advisory_xact_lock(hashtextextended('owned:' || ${userId}::int, 0))`,
  )
}

/** The texts of an event that count. */
export interface EventTexts {
  title?: string | null
  description?: string | null
  location?: string | null
  body?: unknown
}

const bytesOf = ({ title, description, location, body }: EventTexts) =>
  sql`(octet_length(${title ?? ''}::text) + octet_length(${description ?? ''}::text)
       + octet_length(${location ?? ''}::text)
       + coalesce(octet_length(${body ? JSON.stringify(body) : null}::jsonb::text), 0))`

export interface OwnedEvents {
  events: number
  /** The texts of the events that are not being written. */
  otherBytes: number
  /** The texts that are about to be written. */
  ownBytes: number
  /** Those that were created within the window. */
  recent: number
}

/**
 * Counts the events of an account before one of them is written.
 *
 * @param window seconds
 * @param written the ids of events that are being written
 */
export async function countEvents(
  connection: Connection,
  userId: number,
  { window, texts, written }: { window: number; texts: EventTexts; written: number[] },
): Promise<OwnedEvents> {
  const rows = await rowsOf<OwnedEvents>(
    connection,
    sql`SELECT count(*)::int AS events,
               coalesce(sum(text_bytes) FILTER (WHERE id <> ALL (${sql.param(written)}::int[])), 0)::float8
                 AS "otherBytes",
               ${bytesOf(texts)}::float8 AS "ownBytes",
               count(*) FILTER (
                 WHERE created_at > clock_timestamp() - make_interval(secs => ${window}::int)
               )::int AS recent
        FROM events WHERE created_by_id = ${userId}::int`,
  )
  return rows[0]!
}

/** The milliseconds until an account that has created as many events as it may can create another. */
export async function millisUntilNext(
  connection: Connection,
  userId: number,
  { quota, window }: { quota: number; window: number },
): Promise<number> {
  const rows = await rowsOf<{ millis: number }>(
    connection,
    sql`SELECT 1000 * extract(epoch FROM
                 created_at + make_interval(secs => ${window}::int) - clock_timestamp())::float8 AS millis
        FROM events WHERE created_by_id = ${userId}::int
        ORDER BY created_at DESC OFFSET ${quota - 1}::int LIMIT 1`,
  )
  return Math.min(window * 1000, rows[0]?.millis ?? 0)
}

/** The bytes of the pictures of an account, in all sizes. @param id of a picture that is left out */
export async function uploadBytes(
  connection: Connection,
  userId: number,
  id: number | undefined,
): Promise<number> {
  const rows = await rowsOf<{ bytes: number }>(
    connection,
    sql`SELECT coalesce(sum(coalesce(filesize, 0) + coalesce(sizes_thumbnail_filesize, 0)
                 + coalesce(sizes_card_filesize, 0) + coalesce(sizes_hero_filesize, 0)
                 + (SELECT coalesce(sum(filesize), 0) FROM media_renditions made WHERE made.media_id = media.id)), 0)::float8 AS bytes
        FROM media WHERE created_by_id = ${userId}::int AND id IS DISTINCT FROM ${id ?? null}::int`,
  )
  return rows[0]!.bytes
}
