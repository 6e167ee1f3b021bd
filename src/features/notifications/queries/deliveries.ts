import { sql } from '@payloadcms/db-postgres/drizzle'

import { type Connection, countChanged, rowsOf } from '../../../database/connection.ts'

export interface Delivery {
  key: string
  kind: string
  userId: number
  outcome: 'accepted' | 'refused'
}

/** Whether the email with that key was accepted, or refused for good. */
export async function wasDelivered(connection: Connection, key: string): Promise<boolean> {
  const rows = await rowsOf(connection, sql`SELECT 1 FROM mail_deliveries WHERE key = ${key}`)
  return rows.length > 0
}

export async function recordDelivery(connection: Connection, delivery: Delivery): Promise<void> {
  const { key, kind, userId, outcome } = delivery
  await connection.execute(
    sql`INSERT INTO mail_deliveries (key, kind, user_id, outcome)
        SELECT ${key}, ${kind}, id, ${outcome} FROM users WHERE id = ${userId}::int
        ON CONFLICT (key) DO NOTHING`,
  )
}

/** Records that a user's address refuses mail, with the reply of the mail server. */
export async function recordRefusal(connection: Connection, userId: number, failure: string) {
  await connection.execute(
    sql`UPDATE users SET mail_failing_since = coalesce(mail_failing_since, now()),
               mail_failure = ${failure} WHERE id = ${userId}::int`,
  )
}

/** Records that a failing address accepts mail again. */
export async function recordAcceptance(connection: Connection, userId: number) {
  await connection.execute(
    sql`UPDATE users SET mail_failing_since = NULL, mail_failure = NULL
        WHERE id = ${userId}::int AND mail_failing_since IS NOT NULL`,
  )
}

/** Deletes records of emails that were sent before an instant. @returns how many */
export const purgeDeliveries = (connection: Connection, before: Date): Promise<number> =>
  countChanged(
    connection,
    sql`DELETE FROM mail_deliveries WHERE at < ${before.toISOString()}::timestamptz`,
  )
