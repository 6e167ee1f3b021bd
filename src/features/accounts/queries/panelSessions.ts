import { sql } from '@payloadcms/db-postgres/drizzle'

import { type Connection, rowsOf } from '../../../database/connection.ts'
import type { Principal } from '../../../shared/principal.ts'

/**
 * Adds a session of the panel and removes expired ones of the user. Only if the user is still the one
 * whose credentials were checked: not suspended, and no new password.
 *
 * @param lifetime seconds
 * @returns whether the session was added
 */
export async function addPanelSession(
  connection: Connection,
  { id, tokenVersion }: Pick<Principal, 'id' | 'tokenVersion'>,
  sessionId: string,
  lifetime: number,
): Promise<boolean> {
  const rows = await rowsOf<{ id: string }>(
    connection,
    sql`WITH owner AS MATERIALIZED (
          SELECT id FROM users
          WHERE id = ${id}::int AND token_version = ${tokenVersion}::int AND suspended IS NOT TRUE
          FOR NO KEY UPDATE
        ), expired AS (
          DELETE FROM users_sessions
          WHERE _parent_id IN (SELECT id FROM owner) AND expires_at <= now()
        )
        INSERT INTO users_sessions (_order, _parent_id, id, created_at, expires_at)
        SELECT coalesce((SELECT max(_order) FROM users_sessions WHERE _parent_id = owner.id), 0) + 1,
               owner.id, ${sessionId}, now(), now() + make_interval(secs => ${lifetime}::int)
        FROM owner RETURNING id`,
  )
  return rows.length > 0
}
