import { sql } from '@payloadcms/db-postgres/drizzle'

import { type Connection, rowsOf } from '../../../database/connection.ts'

/**
 * Refresh tokens, each known only by the hash of its id. Those that grew out of one sign-in are a
 * family, which dies as a whole (docs/decisions/0006-tokens.md).
 */

interface NewToken {
  jtiHash: Buffer
  issuedAt: Date
  /** Seconds. */
  lifetime: number
}

const at = (instant: Date) => sql`${instant.toISOString()}::timestamptz`
const seconds = (count: number) => sql`make_interval(secs => ${count}::float)`

/** Begins a family with its first token, in one statement. */
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
  /** When it was traded, which is when the successor is issued; null when it was not. */
  usedAt: Date | null
  /** Whether it was unused when this trade began: then it was refused for one at the same moment. */
  wasUnused: boolean
}

/**
 * Trades a token that was never used for its successor. Of any number of calls at once one does: the
 * row of the old token is what the others wait for, and they remember what they saw before. By the
 * clock of the database, which all servers share.
 */
export async function rotateToken(
  connection: Connection,
  oldJtiHash: Buffer,
  successorHash: Buffer,
  lifetime: number,
): Promise<Rotation> {
  const [row] = await rowsOf<{ usedAt: string | null; wasUnused: boolean }>(
    connection,
    sql`WITH seen AS MATERIALIZED (
          SELECT FROM refresh_tokens WHERE jti_hash = ${oldJtiHash}::bytea AND used_at IS NULL
        ), old AS (
          UPDATE refresh_tokens SET used_at = clock_timestamp()
          FROM refresh_families family
          WHERE jti_hash = ${oldJtiHash}::bytea AND used_at IS NULL AND expires_at > now()
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
 * When a token was traded, if that is at most so many seconds ago, its family lives and the
 * successor waits unused: the moment from which the same successor can be made again.
 */
export async function findRecentRotation(
  connection: Connection,
  jtiHash: Buffer,
  successorHash: Buffer,
  atMost: number,
): Promise<Date | undefined> {
  const rows = await rowsOf<{ usedAt: string }>(
    connection,
    sql`SELECT to_json(old.used_at) AS "usedAt"
        FROM refresh_tokens old
        JOIN refresh_families family ON family.id = old.family_id AND family.revoked_at IS NULL
        JOIN refresh_tokens successor
          ON successor.jti_hash = ${successorHash}::bytea AND successor.used_at IS NULL
        WHERE old.jti_hash = ${jtiHash}::bytea
          AND old.used_at > clock_timestamp() - ${seconds(atMost)}`,
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
