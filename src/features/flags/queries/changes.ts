import { sql } from '@payloadcms/db-postgres/drizzle'

import { type Connection, countChanged, rowsOf } from '../../../database/connection.ts'

/** What was done to a flag. */
export type ChangeOperation = 'create' | 'update' | 'delete'

/** The values of a field before and after a change. */
export type FieldChanges = Record<string, { from: unknown; to: unknown }>

interface NewChange {
  flagId: number
  key: string
  userId: number | undefined
  operation: ChangeOperation
  changes: FieldChanges
  reason: string | undefined
}

/** One line of the history of a flag. */
export interface FlagChange {
  id: number
  at: string
  operation: ChangeOperation
  changes: FieldChanges
  reason: string | null
  /** The name of who made it; null when the platform did, or the account was deleted. */
  by: string | null
}

/** Lets one change of flags run at a time: rules about several flags hold only together. */
export async function lockFlags(connection: Connection): Promise<void> {
  await connection.execute(sql`SELECT pg_advisory_xact_lock(hashtext('flags'))`)
}

/** Records a change, in its own transaction. Under the lock, times are in the order of the changes. */
export async function insertChange(connection: Connection, change: NewChange): Promise<void> {
  const { changes, flagId, key, operation, reason, userId } = change
  await connection.execute(
    sql`INSERT INTO flag_changes (flag_id, flag_key, user_id, operation, changes, reason)
        VALUES (${flagId}::int, ${key}, ${userId ?? null}::int, ${operation},
                ${JSON.stringify(changes)}::jsonb, ${reason ?? null})`,
  )
}

/** A page of the history of a flag, the latest first, and the number of all its changes. */
export async function listChanges(
  connection: Connection,
  flagId: number,
  { limit, offset }: { limit: number; offset: number },
): Promise<{ count: number; rows: FlagChange[] }> {
  const rows = await rowsOf<FlagChange>(
    connection,
    sql`SELECT change.id, to_json(change.at) AS at, operation, changes, reason,
               coalesce(nullif(users.display_name, ''), users.username) AS by
        FROM flag_changes change LEFT JOIN users ON users.id = change.user_id
        WHERE flag_id = ${flagId}::int
        ORDER BY change.id DESC LIMIT ${limit}::int OFFSET ${offset}::int`,
  )
  const [total] = await rowsOf<{ count: number }>(
    connection,
    sql`SELECT count(*)::int AS count FROM flag_changes WHERE flag_id = ${flagId}::int`,
  )
  return { count: total!.count, rows }
}

/** When flags were changed last, in milliseconds since the epoch; 0 when they never were. */
export async function lastChangeAt(connection: Connection): Promise<number> {
  const [row] = await rowsOf<{ at: number }>(
    connection,
    sql`SELECT coalesce(extract(epoch FROM (SELECT at FROM flag_changes ORDER BY at DESC LIMIT 1)) * 1000, 0)::float8
          AS at`,
  )
  return Math.floor(row!.at)
}

/** Deletes the history before a time, but not the latest change: clients compare by its time. */
export const purgeChanges = (connection: Connection, before: Date): Promise<number> =>
  countChanged(
    connection,
    sql`DELETE FROM flag_changes WHERE at < ${before.toISOString()}::timestamptz
          AND id < (SELECT max(id) FROM flag_changes)`,
  )
