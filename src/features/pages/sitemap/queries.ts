import { sql } from '@payloadcms/db-postgres/drizzle'

import { type Connection, rowsOf } from '../../../database/connection.ts'

/**
 * Ids of one sitemap. A file holds at most as many addresses as ids, so a file needs no counting, and an event
 * stays in its file. The protocol allows 50,000; a file of 10,000 is a megabyte.
 */
export const idsOfFile = 10_000

/** Search engines need no events that ended long ago. */
const isListed = sql`status = 'published' AND end_date > now() - interval '1 year'`

export interface SitemapFile {
  /** The number of the file, from 0. */
  number: number
  updatedAt: string
}

/** The sitemaps that hold events, with their last changes. */
export const sitemapFiles = (connection: Connection): Promise<SitemapFile[]> =>
  rowsOf<SitemapFile>(
    connection,
    sql`SELECT id / ${idsOfFile}::int AS number, to_json(max(updated_at)) AS "updatedAt"
        FROM events WHERE ${isListed} GROUP BY 1 ORDER BY 1`,
  )

export interface SitemapEvent {
  id: number
  title: string
  updatedAt: string
}

/** The events of a sitemap. */
export const sitemapEvents = (connection: Connection, number: number): Promise<SitemapEvent[]> =>
  rowsOf<SitemapEvent>(
    connection,
    sql`SELECT id, title, to_json(updated_at) AS "updatedAt" FROM events
        WHERE id >= ${number * idsOfFile}::bigint AND id < ${(number + 1) * idsOfFile}::bigint
          AND ${isListed} ORDER BY id`,
  )
