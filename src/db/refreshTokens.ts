import { sql } from '@payloadcms/db-postgres/drizzle'

import { type Connection, rowsOf } from './connection.ts'

/**
 * Refresh tokens, each known only by the hash of its id. Those that grew out of one sign-in are a
 * family, which dies as a whole (docs/decisions/0006-tokens.md).
 */

interface NewToken {
  jtiHash: Buffer
  issuedAt: Date
  expiresAt: Date
}

const at = (instant: Date) => sql`${instant.toISOString()}::timestamptz`

/** Begins a family with its first token, in one statement. */
export async function startFamily(
  connection: Connection,
  family: { id: string; userId: number },
  token: NewToken,
) {
  await connection.execute(
    sql`WITH family AS (
          INSERT INTO refresh_families (id, user_id, created_at)
          VALUES (${family.id}::uuid, ${family.userId}::int, ${at(token.issuedAt)}) RETURNING id
        )
        INSERT INTO refresh_tokens (jti_hash, family_id, issued_at, expires_at)
        SELECT ${token.jtiHash}::bytea, id, ${at(token.issuedAt)}, ${at(token.expiresAt)} FROM family`,
  )
}

/**
 * Trades a token that was never used for its successor. Of any number of calls at once, one gets
 * true: the row of the old token is what they wait for.
 */
export async function rotateToken(
  connection: Connection,
  oldJtiHash: Buffer,
  successor: NewToken,
): Promise<boolean> {
  const rows = await rowsOf<{ traded: boolean }>(
    connection,
    sql`WITH old AS (
          UPDATE refresh_tokens SET used_at = ${at(successor.issuedAt)}
          FROM refresh_families family
          WHERE jti_hash = ${oldJtiHash}::bytea AND used_at IS NULL
            AND family.id = family_id AND family.revoked_at IS NULL
            AND expires_at > ${at(successor.issuedAt)}
          RETURNING family_id
        )
        INSERT INTO refresh_tokens (jti_hash, family_id, issued_at, expires_at)
        SELECT ${successor.jtiHash}::bytea, family_id, ${at(successor.issuedAt)},
               ${at(successor.expiresAt)} FROM old
        RETURNING true AS traded`,
  )
  return rows.length > 0
}

/**
 * When a token was traded, as long as its family lives and the successor waits unused: the moment
 * from which the same successor can be made again. Undefined in every other case.
 */
export async function tradedAt(
  connection: Connection,
  jtiHash: Buffer,
  successorHash: Buffer,
): Promise<Date | undefined> {
  const rows = await rowsOf<{ usedAt: string }>(
    connection,
    sql`SELECT to_json(old.used_at) AS "usedAt"
        FROM refresh_tokens old
        JOIN refresh_families family ON family.id = old.family_id AND family.revoked_at IS NULL
        JOIN refresh_tokens successor
          ON successor.jti_hash = ${successorHash}::bytea AND successor.used_at IS NULL
        WHERE old.jti_hash = ${jtiHash}::bytea AND old.used_at IS NOT NULL`,
  )
  return rows[0] && new Date(rows[0].usedAt)
}

/** Ends the family that a token belongs to. Harmless when there is none, or it has ended. */
export async function revokeFamilyOf(connection: Connection, jtiHash: Buffer, now: Date) {
  await connection.execute(
    sql`UPDATE refresh_families SET revoked_at = ${at(now)}
        WHERE revoked_at IS NULL
          AND id = (SELECT family_id FROM refresh_tokens WHERE jti_hash = ${jtiHash}::bytea)`,
  )
}
