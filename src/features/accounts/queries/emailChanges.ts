import { sql } from '@payloadcms/db-postgres/drizzle'

import { type Connection, countChanged, rowsOf } from '../../../database/connection.ts'

/**
 * Gives an account back to an address that it had before. Tokens, sessions and the password end, and
 * later changes cannot be taken back. A link for a new password goes to the address.
 *
 * @param resetToken the token of that link, valid for an hour
 * @returns false when the change is unknown or too old, or another account has the address now
 */
export async function restoreOldEmail(
  connection: Connection,
  { userId, email }: { userId: number; email: string },
  { since, resetToken }: { since: Date; resetToken: string },
): Promise<boolean> {
  const rows = await rowsOf(
    connection,
    sql`WITH change AS MATERIALIZED (
          SELECT min(id) AS id FROM email_changes
          WHERE user_id = ${userId}::int AND old_email = ${email}
            AND changed_at > ${since.toISOString()}::timestamptz
            AND NOT EXISTS (SELECT FROM users WHERE email = ${email} AND id <> ${userId}::int)
          HAVING min(id) IS NOT NULL
        ), told AS MATERIALIZED (
          SELECT set_config('robo_events.email_restored', 'on', true) FROM change
        ), restored AS (
          UPDATE users SET email = ${email}, email_confirmed_at = now(), hash = NULL, salt = NULL,
                 reset_password_token = ${resetToken}, reset_password_expiration = now() + interval '1 hour',
                 mail_failing_since = NULL, mail_failure = NULL, updated_at = now()
          FROM told WHERE users.id = ${userId}::int RETURNING users.id
        ), ended AS (
          DELETE FROM users_sessions WHERE _parent_id IN (SELECT id FROM restored)
        ), forgotten AS (
          DELETE FROM email_changes USING change
          WHERE user_id = ${userId}::int AND email_changes.id >= change.id
        )
        SELECT id FROM restored`,
  )
  return rows.length > 0
}

/** Deletes records of changes before an instant. @returns how many */
export const purgeEmailChanges = (connection: Connection, before: Date): Promise<number> =>
  countChanged(
    connection,
    sql`DELETE FROM email_changes WHERE changed_at < ${before.toISOString()}::timestamptz`,
  )
