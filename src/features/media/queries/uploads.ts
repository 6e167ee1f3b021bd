import { sql } from '@payloadcms/db-postgres/drizzle'

import { type Connection, rowsOf } from '../../../database/connection.ts'

/** What a client says about the file that it will send. The signature binds both. */
export interface DeclaredFile {
  /** In bytes. */
  filesize: number
  /** In hexadecimal digits. */
  sha256: string
}

export interface OpenUploads {
  count: number
  /** Their bytes. */
  bytes: number
}

/** The files that a user was allowed to send, and has not made a picture of yet. */
export async function openUploads(connection: Connection, userId: number): Promise<OpenUploads> {
  const rows = await rowsOf<OpenUploads>(
    connection,
    sql`SELECT count(*)::int AS count, coalesce(sum(filesize), 0)::float8 AS bytes FROM media_uploads
        WHERE user_id = ${userId}::int AND expires_at > now() AND used_at IS NULL`,
  )
  return rows[0]!
}

/** @param seconds for which the client may send the file and make a picture of it */
export async function insertUpload(
  connection: Connection,
  userId: number,
  { filesize, sha256, seconds }: DeclaredFile & { seconds: number },
): Promise<string> {
  const rows = await rowsOf<{ id: string }>(
    connection,
    sql`INSERT INTO media_uploads (user_id, filesize, sha256, expires_at)
        VALUES (${userId}::int, ${filesize}::int, ${sha256}, now() + make_interval(secs => ${seconds}::int))
        RETURNING id`,
  )
  return rows[0]!.id
}

/**
 * Marks a file as used, in the transaction that makes a picture of it: of two at once the second gets nothing.
 *
 * @returns undefined for a file of somebody else, one that is used, and one that has expired
 */
export async function useUpload(
  connection: Connection,
  id: string,
  userId: number,
): Promise<DeclaredFile | undefined> {
  const rows = await rowsOf<DeclaredFile>(
    connection,
    sql`UPDATE media_uploads SET used_at = now()
        WHERE id = ${id}::uuid AND user_id = ${userId}::int AND used_at IS NULL AND expires_at > now()
        RETURNING filesize, sha256`,
  )
  return rows[0]
}

/**
 * Files that are used, or whose address to send to has expired: nothing needs them. Not before the address has
 * expired, or a client could send the file once more.
 */
export async function finishedUploads(connection: Connection, limit: number): Promise<string[]> {
  const rows = await rowsOf<{ id: string }>(
    connection,
    sql`SELECT id FROM media_uploads WHERE expires_at < now() ORDER BY expires_at LIMIT ${limit}::int`,
  )
  return rows.map(({ id }) => id)
}

/** Forgets files that were removed. */
export async function deleteUploads(connection: Connection, ids: string[]): Promise<void> {
  await connection.execute(
    sql`DELETE FROM media_uploads WHERE id = ANY (${sql.param(ids)}::uuid[])`,
  )
}
