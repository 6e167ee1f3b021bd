import { formatInstant } from '../../shared/formatInstant.ts'
import type { DeliveryRow } from './queries/deliveries.ts'
import type { EndpointRow } from './queries/endpoints.ts'

/** An endpoint in v1's format. */
export const serializeWebhook = (row: EndpointRow) => ({
  id: row.id,
  url: row.url,
  description: row.description,
  events: row.events,
  active: row.active,
  created_at: formatInstant(row.createdAt),
})

/** A delivery in v1's format. */
export const serializeDelivery = (row: DeliveryRow) => ({
  id: row.id,
  event_type: row.eventType,
  status: row.status,
  attempts: row.attempts,
  response_status: row.responseStatus,
  next_attempt_at: row.nextAttemptAt && formatInstant(row.nextAttemptAt),
  created_at: formatInstant(row.createdAt),
})
