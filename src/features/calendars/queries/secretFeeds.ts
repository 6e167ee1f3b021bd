import { sql } from '@payloadcms/db-postgres/drizzle'

import { type Connection, countChanged, rowsOf } from '../../../database/connection.ts'
import type { Language } from '../../../shared/languages.ts'

/** Gives a user a new feed. The secret that they had before is dead. */
export async function replaceFeed(
  connection: Connection,
  userId: number,
  secretHash: Buffer,
): Promise<void> {
  await connection.execute(
    sql`INSERT INTO calendar_feeds (user_id, secret_hash, token_version)
        SELECT id, ${secretHash}::bytea, token_version FROM users WHERE id = ${userId}::int
        ON CONFLICT (user_id) DO UPDATE
          SET secret_hash = excluded.secret_hash, token_version = excluded.token_version,
              created_at = now(), read_on = current_date`,
  )
}

export async function deleteFeed(connection: Connection, userId: number): Promise<void> {
  await connection.execute(sql`DELETE FROM calendar_feeds WHERE user_id = ${userId}::int`)
}

/** The owner of a feed. */
export interface FeedOwner {
  id: number
  language: Language
  /** Whether today's first reading of the feed is recorded. */
  isRecorded: boolean
}

/** The owner of the feed with that secret; undefined when it is dead, or its owner is suspended. */
export async function findFeedOwner(
  connection: Connection,
  secretHash: Buffer,
): Promise<FeedOwner | undefined> {
  const rows = await rowsOf<FeedOwner>(
    connection,
    sql`SELECT users.id, coalesce(language, 'en') AS language, read_on = current_date AS "isRecorded"
        FROM calendar_feeds feed JOIN users ON users.id = feed.user_id
        WHERE secret_hash = ${secretHash}::bytea AND feed.token_version = users.token_version
          AND suspended IS NOT TRUE`,
  )
  return rows[0]
}

/** Records that a feed was read today. */
export async function recordReading(connection: Connection, userId: number): Promise<void> {
  await connection.execute(
    sql`UPDATE calendar_feeds SET read_on = current_date
        WHERE user_id = ${userId}::int AND read_on < current_date`,
  )
}

/**
 * Deletes dead feeds, and those that nobody has read since a day: an address that nobody uses is only a risk.
 *
 * @returns how many
 */
export const purgeFeeds = (connection: Connection, unreadSince: Date): Promise<number> =>
  countChanged(
    connection,
    sql`DELETE FROM calendar_feeds USING users
        WHERE users.id = user_id
          AND (read_on < ${unreadSince.toISOString()}::timestamptz::date
               OR calendar_feeds.token_version <> users.token_version)`,
  )
