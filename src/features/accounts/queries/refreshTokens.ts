import { sql } from '@payloadcms/db-postgres/drizzle'

import { type Connection, rowsOf } from '../../../database/connection.ts'

/**
 * Refresh tokens. Only the hash of a token's id (`jti`) is stored. The tokens of one sign-in are a
 * family, which is revoked as a whole (docs/decisions/0006-tokens.md).
 */

interface NewToken {
  jtiHash: Buffer
  issuedAt: Date
  /** In seconds. */
  lifetime: number
}

const at = (instant: Date) => sql`${instant.toISOString()}::timestamptz`
const seconds = (count: number) => sql`make_interval(secs => ${count}::float)`

/** Inserts a family and its first token, in one statement. */
export async function startFamily(
  connection: Connection,
  family: { id: string; userId: number },
  { jtiHash, issuedAt, lifetime }: NewToken,
) {
  await connection.execute(
    sql`WITH family AS (
          INSERT INTO refresh_families (id, user_id, created_at)
          VALUES (${family.id}::uuid, ${family.userId}::int, ${at(issuedAt)}) RETURNING id
        )
        INSERT INTO refresh_tokens (jti_hash, family_id, issued_at, expires_at)
        SELECT ${jtiHash}::bytea, id, ${at(issuedAt)}, ${at(issuedAt)} + ${seconds(lifetime)}
        FROM family`,
  )
}

export interface Rotation {
  /** When this call rotated the token, which is when its successor is issued; null when it did not. */
  usedAt: Date | null
  /** Whether the token was unused when this call began. Then a rotation at the same time came first. */
  wasUnused: boolean
}

interface RotatingToken {
  jtiHash: Buffer
  successorHash: Buffer
}

/**
 * Rotates an unused token: marks it as used and inserts its successor. Of several calls at the same
 * time one rotates. The others wait for the old token's row, and still know that they saw it unused.
 * All times are those of the database's clock, which all servers share.
 *
 * @param lifetime of the successor, in seconds
 */
export async function rotateToken(
  connection: Connection,
  { jtiHash, successorHash }: RotatingToken,
  lifetime: number,
): Promise<Rotation> {
  const [row] = await rowsOf<{ usedAt: string | null; wasUnused: boolean }>(
    connection,
    sql`WITH seen AS MATERIALIZED (
          SELECT FROM refresh_tokens WHERE jti_hash = ${jtiHash}::bytea AND used_at IS NULL
        ), old AS (
          UPDATE refresh_tokens SET used_at = clock_timestamp()
          FROM refresh_families family
          WHERE jti_hash = ${jtiHash}::bytea AND used_at IS NULL AND expires_at > now()
            AND family.id = family_id AND family.revoked_at IS NULL
          RETURNING family_id, used_at
        ), successor AS (
          INSERT INTO refresh_tokens (jti_hash, family_id, issued_at, expires_at)
          SELECT ${successorHash}::bytea, family_id, used_at, used_at + ${seconds(lifetime)} FROM old
        )
        SELECT (SELECT to_json(used_at) FROM old) AS "usedAt",
               EXISTS (SELECT FROM seen) AS "wasUnused"`,
  )
  const { usedAt, wasUnused } = row!
  return { usedAt: usedAt === null ? null : new Date(usedAt), wasUnused }
}

/**
 * When a token was rotated, if that was at most `maxSeconds` ago, the family is not revoked and the
 * successor is unused. The same successor can then be signed again with this time of issue.
 */
export async function findRecentRotation(
  connection: Connection,
  { jtiHash, successorHash }: RotatingToken,
  maxSeconds: number,
): Promise<Date | undefined> {
  const rows = await rowsOf<{ usedAt: string }>(
    connection,
    sql`SELECT to_json(old.used_at) AS "usedAt"
        FROM refresh_tokens old
        JOIN refresh_families family ON family.id = old.family_id AND family.revoked_at IS NULL
        JOIN refresh_tokens successor
          ON successor.jti_hash = ${successorHash}::bytea AND successor.used_at IS NULL
        WHERE old.jti_hash = ${jtiHash}::bytea
          AND old.used_at > clock_timestamp() - ${seconds(maxSeconds)}`,
  )
  return rows[0] && new Date(rows[0].usedAt)
}

/** Revokes the family of a token. Does nothing when there is none, or it is revoked already. */
export async function revokeFamilyOf(connection: Connection, jtiHash: Buffer, now: Date) {
  await connection.execute(
    sql`UPDATE refresh_families SET revoked_at = ${at(now)}
        WHERE revoked_at IS NULL
          AND id = (SELECT family_id FROM refresh_tokens WHERE jti_hash = ${jtiHash}::bytea)`,
  )
}
