import { sql } from '@payloadcms/db-postgres/drizzle'

import { type Connection, countChanged, rowsOf } from '../../database/connection.ts'

export interface StoredOutcome {
  fingerprint: Buffer
  /** Encrypted with a secret that needs the key and the body of the request. */
  answer: Buffer
}

/** A stored outcome, and the hash of its key. */
export interface KeyedOutcome extends StoredOutcome {
  keyHash: Buffer
}

/** Hours for which an outcome is stored. */
const storedHours = 24

/** The column once held the status of a response. An outcome has none, and older servers need a value. */
const outcomeStatus = 0

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
 * The outcomes of the last day of requests with the keys. This has to be another statement than
 * `lockKeys`: the snapshot of that one may be older than an outcome that was stored before the lock.
 */
export async function findStoredOutcomes(
  connection: Connection,
  keyHashes: Buffer[],
): Promise<KeyedOutcome[]> {
  return rowsOf<KeyedOutcome>(
    connection,
    sql`SELECT key_hash AS "keyHash", fingerprint, answer FROM idempotency_keys
        WHERE key_hash = ANY (${sql.param(keyHashes)}::bytea[])
          AND created_at > now() - make_interval(hours => ${storedHours})`,
  )
}

/** Stores outcomes for a day. An outcome that is already stored stays. */
export async function storeOutcomes(
  connection: Connection,
  outcomes: KeyedOutcome[],
): Promise<void> {
  if (outcomes.length === 0) return
  const column = <Name extends keyof KeyedOutcome>(name: Name) =>
    sql.param(outcomes.map((each) => each[name]))
  await connection.execute(
    sql`INSERT INTO idempotency_keys (key_hash, fingerprint, status, answer, created_at)
        SELECT key_hash, fingerprint, ${outcomeStatus}, answer, now()
        FROM unnest(${column('keyHash')}::bytea[], ${column('fingerprint')}::bytea[],
                    ${column('answer')}::bytea[])
          AS kept (key_hash, fingerprint, answer)
        ON CONFLICT (key_hash) DO UPDATE SET fingerprint = EXCLUDED.fingerprint,
          status = EXCLUDED.status, answer = EXCLUDED.answer, created_at = EXCLUDED.created_at
          WHERE idempotency_keys.created_at <= now() - make_interval(hours => ${storedHours})`,
  )
}

/** Deletes outcomes that are no longer stored for a repeated request. @returns how many */
export const purgeIdempotencyKeys = (connection: Connection, now: Date): Promise<number> =>
  countChanged(
    connection,
    sql`DELETE FROM idempotency_keys
        WHERE created_at < ${now.toISOString()}::timestamptz - make_interval(hours => ${storedHours})`,
  )
