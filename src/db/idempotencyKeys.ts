import { sql } from '@payloadcms/db-postgres/drizzle'

import { type Connection, rowsOf } from './connection.ts'

export interface StoredAnswer {
  fingerprint: Buffer
  status: number
  /** Sealed: only who sends the same key and body again can read it. */
  answer: Buffer
}

/** Hours for which an answer is kept. */
const keptHours = 24

/**
 * Takes the key for this transaction, or learns at once that another request holds it.
 *
 * @returns false when another request with the key is under way
 */
export async function takeKey(connection: Connection, keyHash: Buffer): Promise<boolean> {
  const [row] = await rowsOf<{ taken: boolean }>(
    connection,
    sql`SELECT pg_try_advisory_xact_lock(${keyHash.readBigInt64BE(0).toString()}::bigint) AS taken`,
  )
  return row!.taken
}

/** What a request with the key was answered within the last day. */
export async function findAnswer(
  connection: Connection,
  keyHash: Buffer,
): Promise<StoredAnswer | undefined> {
  const rows = await rowsOf<StoredAnswer>(
    connection,
    sql`SELECT fingerprint, status, answer FROM idempotency_keys
        WHERE key_hash = ${keyHash}::bytea
          AND created_at > now() - make_interval(hours => ${keptHours})`,
  )
  return rows[0]
}

/** Keeps an answer for a day; one that is kept already stays. */
export async function storeAnswer(connection: Connection, keyHash: Buffer, stored: StoredAnswer) {
  await connection.execute(
    sql`INSERT INTO idempotency_keys (key_hash, fingerprint, status, answer, created_at)
        VALUES (${keyHash}::bytea, ${stored.fingerprint}::bytea, ${stored.status}::int,
                ${stored.answer}::bytea, now())
        ON CONFLICT (key_hash) DO UPDATE SET fingerprint = EXCLUDED.fingerprint,
          status = EXCLUDED.status, answer = EXCLUDED.answer, created_at = EXCLUDED.created_at
          WHERE idempotency_keys.created_at <= now() - make_interval(hours => ${keptHours})`,
  )
}
