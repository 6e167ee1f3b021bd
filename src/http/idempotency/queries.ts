import { sql } from '@payloadcms/db-postgres/drizzle'

import { type Connection, countChanged, rowsOf } from '../../database/connection.ts'

export interface StoredResponse {
  fingerprint: Buffer
  status: number
  /** Encrypted with a secret that needs the key and the body of the request. */
  answer: Buffer
}

/** A stored response, and the hash of its key. */
export interface KeyedResponse extends StoredResponse {
  keyHash: Buffer
}

/** Hours for which a response is stored. */
const storedHours = 24

/**
 * Locks keys for this transaction, without waiting for a key that another request has locked.
 *
 * @returns for each key, in order, whether the transaction has the lock
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
 * The responses of the last day to requests with the keys. This has to be another statement than
 * `lockKeys`: the snapshot of that one may be older than a response that was stored before the lock.
 */
export async function findStoredResponses(
  connection: Connection,
  keyHashes: Buffer[],
): Promise<KeyedResponse[]> {
  return rowsOf<KeyedResponse>(
    connection,
    sql`SELECT key_hash AS "keyHash", fingerprint, status, answer FROM idempotency_keys
        WHERE key_hash = ANY (${sql.param(keyHashes)}::bytea[])
          AND created_at > now() - make_interval(hours => ${storedHours})`,
  )
}

/** Stores responses for a day. A response that is already stored stays. */
export async function storeResponses(
  connection: Connection,
  responses: KeyedResponse[],
): Promise<void> {
  if (responses.length === 0) return
  const column = <Name extends keyof KeyedResponse>(name: Name) =>
    sql.param(responses.map((each) => each[name]))
  await connection.execute(
    sql`INSERT INTO idempotency_keys (key_hash, fingerprint, status, answer, created_at)
        SELECT key_hash, fingerprint, status, answer, now()
        FROM unnest(${column('keyHash')}::bytea[], ${column('fingerprint')}::bytea[],
                    ${column('status')}::int[], ${column('answer')}::bytea[])
          AS kept (key_hash, fingerprint, status, answer)
        ON CONFLICT (key_hash) DO UPDATE SET fingerprint = EXCLUDED.fingerprint,
          status = EXCLUDED.status, answer = EXCLUDED.answer, created_at = EXCLUDED.created_at
          WHERE idempotency_keys.created_at <= now() - make_interval(hours => ${storedHours})`,
  )
}

/** Deletes responses that are no longer stored for a repeated request. @returns how many */
export const purgeIdempotencyKeys = (connection: Connection, now: Date): Promise<number> =>
  countChanged(
    connection,
    sql`DELETE FROM idempotency_keys
        WHERE created_at < ${now.toISOString()}::timestamptz - make_interval(hours => ${storedHours})`,
  )
