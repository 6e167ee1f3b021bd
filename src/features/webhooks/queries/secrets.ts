import { sql } from '@payloadcms/db-postgres/drizzle'

import { type Connection, countChanged, rowsOf } from '../../../database/connection.ts'
import { maxSecrets, overlapHours } from '../rules.ts'

/** Encrypted secrets that sign for an endpoint today, the newest first. */
export async function signingSecrets(connection: Connection, webhookId: number): Promise<Buffer[]> {
  const rows = await rowsOf<{ encrypted: Buffer }>(
    connection,
    sql`SELECT encrypted FROM webhook_secrets
        WHERE webhook_id = ${webhookId}::int AND (signs_until IS NULL OR signs_until > now())
        ORDER BY id DESC LIMIT ${maxSecrets}::int`,
  )
  return rows.map(({ encrypted }) => encrypted)
}

/**
 * Stores the secret of an endpoint. The one before signs for a day more.
 *
 * @param isShown whether a response shows it now; else it can be shown once
 */
export async function storeSecret(
  connection: Connection,
  webhookId: number,
  { encrypted, isShown }: { encrypted: Buffer; isShown: boolean },
): Promise<void> {
  // Of two rotations at once, the second waits here, and ends the secret of the first.
  await connection.execute(
    sql`SELECT FROM webhook_states WHERE webhook_id = ${webhookId}::int FOR UPDATE`,
  )
  await connection.execute(
    sql`UPDATE webhook_secrets SET shown_at = coalesce(shown_at, now()),
               signs_until = now() + make_interval(hours => ${overlapHours})
        WHERE webhook_id = ${webhookId}::int AND signs_until IS NULL`,
  )
  await connection.execute(
    sql`INSERT INTO webhook_secrets (webhook_id, encrypted, shown_at)
        VALUES (${webhookId}::int, ${encrypted}, CASE WHEN ${isShown} THEN now() END)`,
  )
}

/** Takes the current secret to be shown, for the first and only time. @returns undefined after that */
export async function takeUnshownSecret(
  connection: Connection,
  webhookId: number,
): Promise<Buffer | undefined> {
  const [row] = await rowsOf<{ encrypted: Buffer }>(
    connection,
    sql`UPDATE webhook_secrets SET shown_at = now()
        WHERE webhook_id = ${webhookId}::int AND signs_until IS NULL AND shown_at IS NULL
        RETURNING encrypted`,
  )
  return row?.encrypted
}

export interface SecretState {
  /** Whether nobody has seen the current secret yet. */
  isUnshown: boolean
  createdAt: string
  /** Until when older secrets sign too. */
  overlapUntil: string | null
}

export async function secretState(
  connection: Connection,
  webhookId: number,
): Promise<SecretState | undefined> {
  const [row] = await rowsOf<SecretState>(
    connection,
    sql`SELECT shown_at IS NULL AS "isUnshown", to_json(created_at) AS "createdAt",
               (SELECT to_json(max(signs_until)) FROM webhook_secrets
                WHERE webhook_id = ${webhookId}::int AND signs_until > now()) AS "overlapUntil"
        FROM webhook_secrets WHERE webhook_id = ${webhookId}::int AND signs_until IS NULL`,
  )
  return row
}

/** Deletes secrets that sign no more. @returns how many */
export const purgeSecrets = (connection: Connection, now: Date): Promise<number> =>
  countChanged(
    connection,
    sql`DELETE FROM webhook_secrets WHERE signs_until < ${now.toISOString()}::timestamptz`,
  )
