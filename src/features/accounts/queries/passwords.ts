import { sql } from '@payloadcms/db-postgres/drizzle'

import { type Connection, rowsOf } from '../../../database/connection.ts'

/**
 * Stores a password in another form. Tokens and sessions stay valid, because the password is the same.
 * The statement changes nothing when another password was set since the check.
 *
 * @param connection not of a transaction: the setting that triggers read would last until its end
 */
export async function replacePasswordForm(
  connection: Connection,
  userId: number,
  { from, to }: { from: string; to: string },
): Promise<void> {
  await connection.execute(
    sql`WITH same_password AS MATERIALIZED (SELECT set_config('robo_events.same_password', 'on', true))
        UPDATE users SET hash = ${to}, salt = NULL FROM same_password
        WHERE id = ${userId}::int AND hash = ${from}`,
  )
}

export interface TokenOwner {
  id: number
  username: string
  email: string
}

const isValid = (token: string) =>
  sql`reset_password_token = ${token} AND reset_password_expiration > now() AND suspended IS NOT TRUE`

/** Makes the token of a link for a new password, valid for an hour. A trigger has the link sent. */
export async function setResetToken(
  connection: Connection,
  userId: number,
  token: string,
): Promise<void> {
  await connection.execute(
    sql`UPDATE users SET reset_password_token = ${token},
               reset_password_expiration = now() + interval '1 hour' WHERE id = ${userId}::int`,
  )
}

/** The user who may set a new password with that token of an emailed link. */
export async function findTokenOwner(
  connection: Connection,
  token: string,
): Promise<TokenOwner | undefined> {
  const rows = await rowsOf<TokenOwner>(
    connection,
    sql`SELECT id, username, email FROM users WHERE ${isValid(token)}`,
  )
  return rows[0]
}

/**
 * Sets a new password and uses the token up, if it is still valid, and ends all sessions of the panel.
 * A trigger revokes the tokens of apps.
 *
 * @returns the user and the version of tokens that is valid now; undefined when the token is not valid
 */
export async function resetPasswordHash(
  connection: Connection,
  token: string,
  hash: string,
): Promise<{ id: number; tokenVersion: number } | undefined> {
  const rows = await rowsOf<{ id: number; tokenVersion: number }>(
    connection,
    sql`WITH changed AS (
          UPDATE users SET hash = ${hash}, salt = NULL, reset_password_expiration = now(),
                           updated_at = now()
          WHERE ${isValid(token)} RETURNING id, token_version
        ), ended AS (
          DELETE FROM users_sessions WHERE _parent_id IN (SELECT id FROM changed)
        )
        SELECT id, token_version AS "tokenVersion" FROM changed`,
  )
  return rows[0]
}
