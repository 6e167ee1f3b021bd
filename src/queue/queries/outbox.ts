import { sql } from '@payloadcms/db-postgres/drizzle'

import {
  type DomainEvent,
  type DomainEventData,
  type DomainEventType,
  domainEventVersion,
} from '../domainEvents.ts'
import { type Connection, countChanged, rowsOf } from '../../database/connection.ts'

/**
 * Appends a domain event that no change of a row shows, in the caller's transaction. Triggers in the
 * database append all other events.
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
 * Takes the oldest events that are not relayed, and marks them as relayed in the caller's transaction.
 * Two concurrent callers get different events.
 *
 * @param limit the most events to take
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
  /** The age of the oldest waiting event, in milliseconds. */
  oldestMillis: number
}

/** The number and age of the events that are not relayed. */
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
