import { sql } from '@payloadcms/db-postgres/drizzle'

import { type Connection, idsOf, rowsOf } from '../../../database/connection.ts'

export interface SweepState {
  /** The database that the files belong to. */
  owner: string
  /** The name of the last file that was looked at; '' at the beginning of the list. */
  position: string
}

export async function sweepState(connection: Connection): Promise<SweepState> {
  const rows = await rowsOf<SweepState>(connection, sql`SELECT owner, position FROM media_sweep`)
  return rows[0]!
}

/** What a run has removed. */
export interface Swept {
  orphans: number
  uploads: number
  pictures: number
}

/** Stores where the next run begins, and adds what this one has removed. */
export async function storeSweep(
  connection: Connection,
  position: string,
  found: number,
  { orphans, pictures, uploads }: Swept,
): Promise<void> {
  await connection.execute(
    sql`UPDATE media_sweep SET position = ${position}, found_orphans = ${found}::int,
          orphans = orphans + ${orphans}::int, uploads = uploads + ${uploads}::int,
          pictures = pictures + ${pictures}::int, finished_at = now()`,
  )
}

export interface SweepNumbers extends Swept {
  /** Files without a picture that the last run has found. */
  foundOrphans: number
  /** How long ago the last run ended, in milliseconds; null before the first one. */
  ageMillis: number | null
}

/** The numbers for the metrics. */
export async function sweepNumbers(connection: Connection): Promise<SweepNumbers> {
  const rows = await rowsOf<SweepNumbers>(
    connection,
    sql`SELECT orphans::float8, uploads::float8, pictures::float8, found_orphans AS "foundOrphans",
               (extract(epoch FROM now() - finished_at) * 1000)::float8 AS "ageMillis"
        FROM media_sweep`,
  )
  return rows[0]!
}

/** Those of the files that a picture has, in any size, or had before its renditions are removed. */
export async function knownFiles(connection: Connection, names: string[]): Promise<Set<string>> {
  const rows = await rowsOf<{ name: string }>(
    connection,
    sql`SELECT name FROM unnest(${sql.param(names)}::text[]) AS file (name)
        WHERE EXISTS (SELECT FROM media WHERE filename = name)
          OR EXISTS (SELECT FROM media WHERE sizes_thumbnail_filename = name)
          OR EXISTS (SELECT FROM media WHERE sizes_card_filename = name)
          OR EXISTS (SELECT FROM media WHERE sizes_hero_filename = name)
          OR EXISTS (SELECT FROM media_renditions WHERE filename = name)`,
  )
  return new Set(rows.map(({ name }) => name))
}

/** Those of the uploads that are not forgotten yet. */
export async function knownUploads(connection: Connection, ids: string[]): Promise<Set<string>> {
  const rows = await rowsOf<{ id: string }>(
    connection,
    sql`SELECT id::text FROM media_uploads WHERE id = ANY (${sql.param(ids)}::uuid[])`,
  )
  return new Set(rows.map(({ id }) => id))
}

/** Neither an event nor a version of one shows the picture. Members of staff also upload for other pages. */
const isUnused = sql`NOT EXISTS (SELECT FROM event_pictures uses WHERE uses.media_id = media.id)
  AND NOT EXISTS (SELECT FROM event_version_pictures uses WHERE uses.media_id = media.id)
  AND NOT is_staff(media.created_by_id)`

/** Notes since when pictures are used nowhere, and forgets it for those that are used again. */
export async function noteUnused(connection: Connection, now: Date): Promise<void> {
  await connection.execute(
    sql`DELETE FROM media_unused USING media WHERE media.id = media_unused.media_id AND NOT (${isUnused})`,
  )
  await connection.execute(
    sql`INSERT INTO media_unused SELECT media.id, ${now.toISOString()}::timestamptz FROM media
        WHERE ${isUnused} ON CONFLICT DO NOTHING`,
  )
}

/** Pictures that are used nowhere since before an instant, the longest first. */
export const unusedSince = (
  connection: Connection,
  before: Date,
  limit: number,
): Promise<number[]> =>
  idsOf(
    connection,
    sql`SELECT media_id AS id FROM media_unused WHERE since < ${before.toISOString()}::timestamptz
        ORDER BY since LIMIT ${limit}::int`,
  )

/** Whether nothing uses a picture, which no event can begin to use until the transaction ends. */
export async function lockUnused(connection: Connection, mediaId: number): Promise<boolean> {
  const rows = await rowsOf(
    connection,
    sql`SELECT FROM media WHERE id = ${mediaId}::int AND ${isUnused} FOR UPDATE`,
  )
  return rows.length > 0
}
