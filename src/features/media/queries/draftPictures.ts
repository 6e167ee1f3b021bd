import { sql } from '@payloadcms/db-postgres/drizzle'

import { type Connection, rowsOf } from '../../../database/connection.ts'

/** The picture that only drafts use and has a file of that name; undefined for all other files. */
export async function findDraftPicture(
  connection: Connection,
  filename: string,
): Promise<{ uploader: number | null } | undefined> {
  const rows = await rowsOf<{ uploader: number | null }>(
    connection,
    sql`SELECT created_by_id AS uploader FROM media
        WHERE draft_only AND (filename = ${filename} OR sizes_thumbnail_filename = ${filename}
          OR sizes_card_filename = ${filename} OR sizes_hero_filename = ${filename}
          OR id = (SELECT media_id FROM media_renditions WHERE filename = ${filename})) LIMIT 1`,
  )
  return rows[0]
}
