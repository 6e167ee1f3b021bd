import { sql } from '@payloadcms/db-postgres/drizzle'

import { type Connection, rowsOf } from '../../../database/connection.ts'

export interface WebhookNumbers {
  /** Endpoints that work. */
  on: number
  /** Endpoints that are on, and whose last attempt failed. */
  failing: number
  /** Endpoints that the platform has switched off. */
  switchedOff: number
  /** Deliveries that wait, also for another try. */
  pending: number
  /** How long the oldest due delivery to an endpoint that works has waited, in milliseconds. */
  oldestDueMillis: number
}

/** The numbers of endpoints and deliveries, for metrics and the page of background work. */
export async function webhookNumbers(connection: Connection): Promise<WebhookNumbers> {
  const [row] = await rowsOf<WebhookNumbers>(
    connection,
    sql`SELECT count(*) FILTER (WHERE active AND failing_since IS NULL)::int AS on,
               count(*) FILTER (WHERE active AND failing_since IS NOT NULL)::int AS failing,
               count(*) FILTER (WHERE active IS NOT TRUE AND switched_off IS NOT NULL)::int
                 AS "switchedOff",
               coalesce(sum(waiting.pending), 0)::int AS pending,
               coalesce(extract(epoch FROM now() - min(waiting.due)
                 FILTER (WHERE active AND failing_since IS NULL AND waiting.due < now())) * 1000, 0)::float8
                 AS "oldestDueMillis"
        FROM webhooks JOIN webhook_states ON webhook_id = webhooks.id
        CROSS JOIN LATERAL (
          SELECT count(*) AS pending, min(next_attempt_at) AS due FROM webhook_deliveries delivery
          WHERE delivery.webhook_id = webhooks.id AND status = 'pending'
        ) waiting`,
  )
  return row!
}
