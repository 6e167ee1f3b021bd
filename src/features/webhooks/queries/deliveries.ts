import { type SQL, sql } from '@payloadcms/db-postgres/drizzle'

import { type Connection, countChanged, idsOf, rowsOf } from '../../../database/connection.ts'
import type { Message } from '../messages/message.ts'

export const deliveryStatuses = ['pending', 'delivered', 'failed'] as const
export type DeliveryStatus = (typeof deliveryStatuses)[number]

/** Records messages for endpoints, in the caller's transaction. */
export async function addDeliveries(connection: Connection, messages: Message[]): Promise<void> {
  if (messages.length === 0) return
  await connection.execute(
    sql`INSERT INTO webhook_deliveries (webhook_id, outbox_id, event_id, event_type, body)
        SELECT webhook_id, outbox_id, event_id, event_type, body
        FROM json_to_recordset(${JSON.stringify(messages)}::json)
          AS message (webhook_id int, outbox_id bigint, event_id int, event_type text, body text)`,
  )
}

/** A delivery that is due. */
export interface Due {
  id: string
  eventId: number | null
  body: string
  attempts: number
}

/**
 * The first due deliveries of an endpoint, in the order of the changes that they are about. A delivery waits
 * while an earlier change is not relayed: another worker may be recording its delivery. Those that staff asked
 * for come first, also for an endpoint that is paused or switched off.
 */
export const dueDeliveries = (
  connection: Connection,
  webhookId: number,
  { limit, urgentOnly }: { limit: number; urgentOnly: boolean },
): Promise<Due[]> =>
  rowsOf<Due>(
    connection,
    sql`SELECT id, event_id AS "eventId", body, attempts FROM webhook_deliveries
        WHERE webhook_id = ${webhookId}::int AND status = 'pending' AND next_attempt_at <= now()
          AND (is_urgent OR NOT ${urgentOnly}::boolean
            AND coalesce(outbox_id < (SELECT min(id) FROM outbox WHERE relayed_at IS NULL), true))
        ORDER BY is_urgent DESC, outbox_id, number LIMIT ${limit}::int`,
  )

/** When an endpoint has something to do next, the pause included; undefined when nothing waits. */
export async function nextAttemptAt(
  connection: Connection,
  webhookId: number,
): Promise<Date | undefined> {
  const [row] = await rowsOf<{ at: string | null }>(
    connection,
    sql`SELECT to_json(min(CASE WHEN is_urgent THEN next_attempt_at
                 ELSE greatest(next_attempt_at, paused_until) END)) AS at
        FROM webhook_deliveries delivery
        JOIN webhook_states state USING (webhook_id) JOIN webhooks ON webhooks.id = webhook_id
        WHERE webhook_id = ${webhookId}::int AND delivery.status = 'pending'
          AND (webhooks.active OR is_urgent)`,
  )
  return row?.at ? new Date(row.at) : undefined
}

/** What came of an attempt. */
export interface Attempt {
  responseStatus: number | null
  /** The beginning of the response's body. */
  responseBody: string | null
  /** Why it counts as a failure, in a sentence; null for a success. */
  failure: string | null
  durationMs: number
}

const attempted = ({ responseStatus, responseBody, failure, durationMs }: Attempt) =>
  sql`attempts = attempts + 1, is_urgent = false, last_attempt_at = clock_timestamp(),
      response_status = ${responseStatus}::int, response_body = ${responseBody}::text,
      failure = ${failure}::text, duration_ms = ${Math.round(durationMs)}::int`

export async function recordDelivered(connection: Connection, id: string, attempt: Attempt) {
  await connection.execute(
    sql`UPDATE webhook_deliveries SET status = 'delivered', next_attempt_at = NULL, ${attempted(attempt)}
        WHERE id = ${id}::uuid`,
  )
}

/** @param retryMs the time until the next attempt; undefined when there is none */
export async function recordFailed(
  connection: Connection,
  id: string,
  { retryMs, ...attempt }: Attempt & { retryMs: number | undefined },
): Promise<void> {
  const seconds = retryMs === undefined ? null : retryMs / 1000
  await connection.execute(
    sql`UPDATE webhook_deliveries
        SET status = CASE WHEN ${seconds}::float8 IS NULL THEN 'failed' ELSE 'pending' END,
            next_attempt_at = clock_timestamp() + make_interval(secs => ${seconds}::float8),
            ${attempted(attempt)}
        WHERE id = ${id}::uuid`,
  )
}

/** Records a message that staff send to try an endpoint. @returns its id */
export async function addTest(
  connection: Connection,
  webhookId: number,
  { type, body }: { type: string; body: string },
): Promise<string> {
  const [row] = await rowsOf<{ id: string }>(
    connection,
    sql`INSERT INTO webhook_deliveries (webhook_id, event_type, body, is_urgent)
        VALUES (${webhookId}::int, ${type}, ${body}, true) RETURNING id`,
  )
  return row!.id
}

/** Sends a delivery again, at once and under the same id. @returns false when there is none */
export async function resend(
  connection: Connection,
  webhookId: number,
  id: string,
): Promise<boolean> {
  const changed = await countChanged(
    connection,
    sql`UPDATE webhook_deliveries SET status = 'pending', is_urgent = true, next_attempt_at = now()
        WHERE id = ${id}::uuid AND webhook_id = ${webhookId}::int`,
  )
  return changed > 0
}

export interface DeliveryRow {
  id: string
  eventType: string
  status: DeliveryStatus
  attempts: number
  responseStatus: number | null
  nextAttemptAt: string | null
  createdAt: string
}

export interface DeliveryDetails extends DeliveryRow {
  body: string
  responseBody: string | null
  failure: string | null
  durationMs: number | null
  lastAttemptAt: string | null
}

/** A delivery of an endpoint that is switched off waits without an end, unless staff asked for it. */
const columns = sql`delivery.id, event_type AS "eventType", status, attempts,
  response_status AS "responseStatus", to_json(delivery.created_at) AS "createdAt",
  CASE WHEN status = 'pending' AND (webhooks.active OR is_urgent) THEN to_json(next_attempt_at) END
    AS "nextAttemptAt"`

const detailColumns = sql`${columns}, body, response_body AS "responseBody", failure,
  duration_ms AS "durationMs", to_json(last_attempt_at) AS "lastAttemptAt"`

const source = sql`webhook_deliveries delivery JOIN webhooks ON webhooks.id = delivery.webhook_id`

const ofEndpoint = (webhookId: number, status?: DeliveryStatus): SQL =>
  status
    ? sql`delivery.webhook_id = ${webhookId}::int AND status = ${status}`
    : sql`delivery.webhook_id = ${webhookId}::int`

interface PageOf {
  limit: number
  offset: number
  status?: DeliveryStatus | undefined
}

/** One page of an endpoint's deliveries, the latest first, and the number of all. */
export async function listDeliveries(
  connection: Connection,
  webhookId: number,
  { limit, offset, status }: PageOf,
): Promise<{ count: number; rows: DeliveryRow[] }> {
  const where = ofEndpoint(webhookId, status)
  const rows = await rowsOf<DeliveryRow>(
    connection,
    sql`SELECT ${columns} FROM ${source} WHERE ${where}
        ORDER BY delivery.number DESC LIMIT ${limit}::int OFFSET ${offset}::bigint`,
  )
  const [all] = await rowsOf<{ count: number }>(
    connection,
    sql`SELECT count(*)::int AS count FROM webhook_deliveries delivery WHERE ${where}`,
  )
  return { count: all!.count, rows }
}

/** A delivery with its payload and the last response. */
export async function findDelivery(
  connection: Connection,
  webhookId: number,
  id: string,
): Promise<DeliveryDetails | undefined> {
  const [row] = await rowsOf<DeliveryDetails>(
    connection,
    sql`SELECT ${detailColumns} FROM ${source}
        WHERE ${ofEndpoint(webhookId)} AND delivery.id = ${id}::uuid`,
  )
  return row
}

/** Endpoints with deliveries that were due long ago: their job is missing, or no worker runs. */
export function overdueEndpoints(connection: Connection, seconds: number): Promise<number[]> {
  return idsOf(
    connection,
    sql`SELECT webhooks.id FROM webhooks JOIN webhook_states ON webhook_id = webhooks.id
        WHERE EXISTS (
          SELECT FROM webhook_deliveries delivery
          WHERE delivery.webhook_id = webhooks.id AND status = 'pending'
            AND next_attempt_at < now() - make_interval(secs => ${seconds})
            AND (is_urgent OR active AND coalesce(paused_until < now(), true)))
        ORDER BY webhooks.id`,
  )
}

/** Deletes deliveries that were recorded before an instant. @returns how many */
export const purgeDeliveries = (connection: Connection, before: Date): Promise<number> =>
  countChanged(
    connection,
    sql`DELETE FROM webhook_deliveries WHERE created_at < ${before.toISOString()}::timestamptz`,
  )
