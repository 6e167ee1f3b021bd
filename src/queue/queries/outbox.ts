import { sql } from '@payloadcms/db-postgres/drizzle'

import {
  type DomainEvent,
  type DomainEventData,
  type DomainEventType,
  domainEventVersion,
} from '../domainEvents.ts'
import { type Connection, countChanged, rowsOf } from '../../database/connection.ts'

/**
 * Tells what no row shows, in the caller's transaction. Everything else is told by the database.
 */
export async function appendToOutbox<Type extends DomainEventType>(
  connection: Connection,
  type: Type,
  data: DomainEventData<Type>,
): Promise<void> {
  await connection.execute(
    sql`INSERT INTO outbox (type, version, data)
        VALUES (${type}, ${domainEventVersion}, ${JSON.stringify(data)}::jsonb)`,
  )
}

/**
 * Takes what has not been relayed yet, the oldest first, and marks it as relayed: that holds when
 * the caller's transaction commits. Two who take at the same time get different ones.
 *
 * @param limit the most that are taken
 */
export async function takeUnrelayed(connection: Connection, limit: number): Promise<DomainEvent[]> {
  return rowsOf<DomainEvent>(
    connection,
    sql`WITH waiting AS (
          SELECT id FROM outbox WHERE relayed_at IS NULL
          ORDER BY id LIMIT ${limit}::int FOR UPDATE SKIP LOCKED
        ), taken AS (
          UPDATE outbox SET relayed_at = clock_timestamp() FROM waiting
          WHERE outbox.id = waiting.id RETURNING outbox.*
        )
        SELECT id::text, type, version, to_json(occurred_at) AS "occurredAt", data
        FROM taken ORDER BY taken.id`,
  )
}

export interface OutboxLag {
  waiting: number
  /** Milliseconds for which the oldest of them has waited. */
  oldestMillis: number
}

/** What was not relayed yet. */
export async function outboxLag(connection: Connection): Promise<OutboxLag> {
  const [row] = await rowsOf<OutboxLag>(
    connection,
    sql`SELECT count(*)::int AS waiting,
               coalesce(extract(epoch FROM now() - min(occurred_at)) * 1000, 0)::float8
                 AS "oldestMillis"
        FROM outbox WHERE relayed_at IS NULL`,
  )
  return row!
}

/** Deletes events that were relayed before an instant. @returns how many */
export const purgeOutbox = (connection: Connection, before: Date): Promise<number> =>
  countChanged(
    connection,
    sql`DELETE FROM outbox WHERE relayed_at < ${before.toISOString()}::timestamptz`,
  )
