import { sql } from '@payloadcms/db-postgres/drizzle'

import { type Connection, countChanged, rowsOf } from '../../database/connection.ts'

export interface StoredResponse {
  fingerprint: Buffer
  status: number
  /** Sealed: only who sends the same key and body again can read it. */
  answer: Buffer
}

/** An answer, and the hash of the key that it is for. */
export interface KeyedResponse extends StoredResponse {
  keyHash: Buffer
}

/** Hours for which an answer is kept. */
const keptHours = 24

/**
 * Takes keys for this transaction, or learns at once that another request holds them.
 *
 * @returns for each key, in their order, whether it is the caller's now
 */
export async function lockKeys(connection: Connection, keyHashes: Buffer[]): Promise<boolean[]> {
  const locks = keyHashes.map((hash) => hash.readBigInt64BE(0).toString())
  const rows = await rowsOf<{ taken: boolean }>(
    connection,
    sql`SELECT pg_try_advisory_xact_lock(wanted.lock) AS taken
        FROM unnest(${sql.param(locks)}::bigint[]) WITH ORDINALITY AS wanted (lock, ordinal)
        ORDER BY ordinal`,
  )
  return rows.map(({ taken }) => taken)
}

/**
 * What requests with the keys were answered within the last day. To be asked in a statement after the
 * one that took them: it would not see what was kept in between.
 */
export async function findStoredResponses(
  connection: Connection,
  keyHashes: Buffer[],
): Promise<KeyedResponse[]> {
  return rowsOf<KeyedResponse>(
    connection,
    sql`SELECT key_hash AS "keyHash", fingerprint, status, answer FROM idempotency_keys
        WHERE key_hash = ANY (${sql.param(keyHashes)}::bytea[])
          AND created_at > now() - make_interval(hours => ${keptHours})`,
  )
}

/** Keeps answers for a day; one that is kept already stays. */
export async function storeResponses(connection: Connection, kept: KeyedResponse[]): Promise<void> {
  if (kept.length === 0) return
  const column = <Name extends keyof KeyedResponse>(name: Name) =>
    sql.param(kept.map((each) => each[name]))
  await connection.execute(
    sql`INSERT INTO idempotency_keys (key_hash, fingerprint, status, answer, created_at)
        SELECT key_hash, fingerprint, status, answer, now()
        FROM unnest(${column('keyHash')}::bytea[], ${column('fingerprint')}::bytea[],
                    ${column('status')}::int[], ${column('answer')}::bytea[])
          AS kept (key_hash, fingerprint, status, answer)
        ON CONFLICT (key_hash) DO UPDATE SET fingerprint = EXCLUDED.fingerprint,
          status = EXCLUDED.status, answer = EXCLUDED.answer, created_at = EXCLUDED.created_at
          WHERE idempotency_keys.created_at <= now() - make_interval(hours => ${keptHours})`,
  )
}

/** Deletes responses that are no longer stored for a repeated request. @returns how many */
export const purgeIdempotencyKeys = (connection: Connection, now: Date): Promise<number> =>
  countChanged(
    connection,
    sql`DELETE FROM idempotency_keys
        WHERE created_at < ${now.toISOString()}::timestamptz - make_interval(hours => ${keptHours})`,
  )
