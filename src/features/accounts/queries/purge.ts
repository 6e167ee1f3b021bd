import { sql } from '@payloadcms/db-postgres/drizzle'

import { type Connection, countChanged } from '../../../database/connection.ts'

/**
 * Deletes expired tokens, sessions and password links. A used refresh token stays until it would have
 * expired: its second use is how a theft is noticed.
 *
 * @returns how many rows of each kind
 */
export async function purgeExpiredCredentials(
  connection: Connection,
  now: Date,
): Promise<Record<string, number>> {
  const at = sql`${now.toISOString()}::timestamptz`
  return {
    'refresh tokens': await countChanged(
      connection,
      sql`DELETE FROM refresh_tokens WHERE expires_at < ${at}`,
    ),
    'token families': await countChanged(
      connection,
      sql`DELETE FROM refresh_families WHERE created_at < ${at} - interval '1 day'
          AND NOT EXISTS (SELECT FROM refresh_tokens WHERE family_id = refresh_families.id)`,
    ),
    'panel sessions': await countChanged(
      connection,
      sql`DELETE FROM users_sessions WHERE expires_at < ${at}`,
    ),
    'web sessions': await countChanged(
      connection,
      sql`DELETE FROM web_sessions WHERE expires_at < ${at}`,
    ),
    'password links': await countChanged(
      connection,
      sql`UPDATE users SET reset_password_token = NULL, reset_password_expiration = NULL
          WHERE reset_password_expiration < ${at}`,
    ),
  }
}
