import { sql } from '@payloadcms/db-postgres/drizzle'

import { type Connection, idsOf, rowsOf } from '../../../database/connection.ts'
import { type Plan, smallestWidth } from '../rules.ts'

/** A file that was made of a picture. */
export interface Rendition extends Plan {
  filename: string
  /** In bytes. */
  filesize: number
}

/** The name of the picture's file; undefined when there is no picture, or its renditions are made already. */
export async function sourceToEncode(
  connection: Connection,
  mediaId: number,
): Promise<string | undefined> {
  const rows = await rowsOf<{ filename: string }>(
    connection,
    sql`SELECT filename FROM media WHERE id = ${mediaId}::int AND filename IS NOT NULL
          AND NOT EXISTS (SELECT FROM media_rendition_runs run
            WHERE run.media_id = media.id AND run.source = media.filename)`,
  )
  return rows[0]?.filename
}

/**
 * Stores which files were made, if the picture still has the file of which they were made. The lock makes a
 * picture that is deleted at the same moment wait, or this statement.
 *
 * @param failure why there are none
 * @returns whether they belong to the picture
 */
export async function storeRenditions(
  connection: Connection,
  { mediaId, source, failure }: { mediaId: number; source: string; failure?: string },
  renditions: Rendition[],
): Promise<boolean> {
  const rows = await rowsOf(
    connection,
    sql`WITH picture AS (
          SELECT id FROM media WHERE id = ${mediaId}::int AND filename = ${source} FOR KEY SHARE
        ), stored AS (
          INSERT INTO media_renditions (filename, media_id, source, format, width, height, filesize)
          SELECT made.filename, picture.id, ${source}, made.format, made.width, made.height, made.filesize
          FROM picture, json_populate_recordset(
            NULL::media_renditions, ${JSON.stringify(renditions)}::json) AS made
          ON CONFLICT (filename) DO NOTHING
        )
        INSERT INTO media_rendition_runs (media_id, source, failure)
        SELECT picture.id, ${source}, ${failure ?? null} FROM picture
        ON CONFLICT (media_id) DO UPDATE
          SET source = EXCLUDED.source, failure = EXCLUDED.failure, made_at = now()
        RETURNING 1`,
  )
  return rows.length > 0
}

/** The names of files that were made of a picture, or of a file of it, that is no more. */
export async function outdatedRenditions(
  connection: Connection,
  mediaId: number,
): Promise<string[]> {
  const rows = await rowsOf<{ filename: string }>(
    connection,
    sql`SELECT made.filename FROM media_renditions made
        WHERE made.media_id = ${mediaId}::int AND NOT EXISTS (
          SELECT FROM media WHERE media.id = made.media_id AND media.filename = made.source)`,
  )
  return rows.map(({ filename }) => filename)
}

/** Forgets files that were removed. */
export async function deleteRenditions(connection: Connection, filenames: string[]): Promise<void> {
  await connection.execute(
    sql`DELETE FROM media_renditions WHERE filename = ANY (${sql.param(filenames)}::text[])`,
  )
}

/** Pictures whose renditions were never made, such as those from before this release. Oldest first. */
export const picturesWithoutRenditions = (
  connection: Connection,
  limit: number,
): Promise<number[]> =>
  idsOf(
    connection,
    sql`SELECT media.id FROM media
        WHERE media.width > ${smallestWidth}::int AND media.filename IS NOT NULL
          AND NOT EXISTS (SELECT FROM media_rendition_runs run
            WHERE run.media_id = media.id AND run.source = media.filename)
        ORDER BY media.id LIMIT ${limit}::int`,
  )

/** Pictures that are no more, or have another file, and whose old renditions are left. */
export const picturesWithOutdatedRenditions = (
  connection: Connection,
  limit: number,
): Promise<number[]> =>
  idsOf(
    connection,
    sql`SELECT DISTINCT made.media_id AS id FROM media_renditions made
        LEFT JOIN media ON media.id = made.media_id AND media.filename = made.source
        WHERE media.id IS NULL LIMIT ${limit}::int`,
  )

/** The events that show a picture. */
export const eventsThatShow = (connection: Connection, mediaId: number): Promise<number[]> =>
  idsOf(connection, sql`SELECT event_id AS id FROM event_pictures WHERE media_id = ${mediaId}::int`)

export interface PictureFiles {
  mediaId: number
  /** Whether only drafts use the picture. */
  isPrivate: boolean
  renditions: Rendition[]
}

/** The renditions of the row of `media` as a JSON list. */
const renditionsAsJson = sql`(
  SELECT coalesce(json_agg(json_build_object('filename', made.filename, 'format', made.format,
    'width', made.width, 'height', made.height, 'filesize', made.filesize)
    ORDER BY made.format, made.width), '[]')
  FROM media_renditions made WHERE made.media_id = media.id AND made.source = media.filename)`

/** The renditions of pictures, in one statement: of each format the narrowest first. */
export const renditionsOf = (connection: Connection, mediaIds: number[]): Promise<PictureFiles[]> =>
  rowsOf<PictureFiles>(
    connection,
    sql`SELECT media.id AS "mediaId", media.draft_only IS TRUE AS "isPrivate",
               ${renditionsAsJson} AS renditions
        FROM media WHERE media.id = ANY (${sql.param(mediaIds)}::int[])`,
  )

/** A picture with its files, such as the cover of an event. */
export interface Cover {
  alt: string
  filename: string
  width: number
  height: number
  /** Percent from the left and from the top. */
  focalX: number
  focalY: number
  isPrivate: boolean
  thumbnail: { filename: string; width: number; height: number } | null
  renditions: Rendition[]
}

/** The row of `media` as JSON. */
const pictureAsJson = sql`json_build_object('alt', media.alt, 'filename', media.filename,
    'width', media.width::int, 'height', media.height::int,
    'focalX', coalesce(media.focal_x, 50)::float8, 'focalY', coalesce(media.focal_y, 50)::float8,
    'isPrivate', media.draft_only IS TRUE,
    'thumbnail', CASE WHEN media.sizes_thumbnail_filename IS NOT NULL THEN json_build_object(
      'filename', media.sizes_thumbnail_filename, 'width', media.sizes_thumbnail_width::int,
      'height', media.sizes_thumbnail_height::int) END,
    'renditions', ${renditionsAsJson})`

/**
 * The cover of the row of `events` as JSON, null without one. A picture that only drafts use is in its
 * uploader's drafts alone; members of staff work on each other's.
 */
export const coverAsJson = sql`CASE WHEN events.cover_image_id IS NOT NULL THEN (
  SELECT ${pictureAsJson}
  FROM media WHERE media.id = events.cover_image_id AND media.filename IS NOT NULL
    AND (media.draft_only IS NOT TRUE
      OR events.status = 'draft' AND (events.created_by_id IS NOT DISTINCT FROM media.created_by_id
        OR is_staff(events.created_by_id) AND is_staff(media.created_by_id)))
) END`

/** The pictures among these that everybody may see, by their id. */
export async function publicPictures(
  connection: Connection,
  ids: number[],
): Promise<Map<number, Cover>> {
  if (ids.length === 0) return new Map()
  const rows = await rowsOf<{ id: number; picture: Cover }>(
    connection,
    sql`SELECT id, ${pictureAsJson} AS picture FROM media
        WHERE id = ANY (${sql.param(ids)}::int[]) AND filename IS NOT NULL AND draft_only IS NOT TRUE`,
  )
  return new Map(rows.map(({ id, picture }) => [id, picture]))
}
