import { sql } from '@payloadcms/db-postgres/drizzle'

import { type Connection, rowsOf } from '../../../database/connection.ts'
import type { EventType } from '../eventTypes.ts'
import type { SwitchOffReason } from '../rules.ts'

/** An endpoint that is switched on, and what it wants to receive. */
export interface Subscription {
  id: number
  events: EventType[]
  personalData: boolean
}

/** The endpoints that are switched on. They cannot be deleted before the transaction ends. */
export const subscriptions = (connection: Connection): Promise<Subscription[]> =>
  rowsOf<Subscription>(
    connection,
    sql`SELECT webhooks.id, webhooks.personal_data IS TRUE AS "personalData",
               ARRAY(SELECT value::text FROM webhooks_events WHERE parent_id = webhooks.id) AS events
        FROM webhooks WHERE active ORDER BY webhooks.id FOR KEY SHARE`,
  )

/** An endpoint as deliveries see it. */
export interface Target {
  id: number
  url: string
  active: boolean
  /** Failures in a row. */
  failures: number
  isPaused: boolean
}

/** Undefined when the endpoint was deleted. */
export async function findTarget(connection: Connection, id: number): Promise<Target | undefined> {
  const [row] = await rowsOf<Target>(
    connection,
    sql`SELECT webhooks.id, url, active IS TRUE AS active, failures,
               paused_until > now() IS TRUE AS "isPaused"
        FROM webhooks JOIN webhook_states ON webhook_id = webhooks.id
        WHERE webhooks.id = ${id}::int`,
  )
  return row
}

/** Forgets the failures of an endpoint that works. */
export async function recordRecovery(connection: Connection, id: number): Promise<void> {
  await connection.execute(
    sql`UPDATE webhook_states SET failures = 0, failing_since = NULL, paused_until = NULL
        WHERE webhook_id = ${id}::int AND failing_since IS NOT NULL`,
  )
}

export interface Failing {
  failures: number
  /** How long nothing was delivered, in milliseconds. */
  failingMs: number
}

/** Counts a failure of an endpoint. @returns undefined when it was deleted */
export async function recordFailure(
  connection: Connection,
  id: number,
): Promise<Failing | undefined> {
  const [row] = await rowsOf<Failing>(
    connection,
    sql`UPDATE webhook_states SET failures = failures + 1, failing_since = coalesce(failing_since, now())
        WHERE webhook_id = ${id}::int
        RETURNING failures, (extract(epoch FROM now() - failing_since) * 1000)::float8 AS "failingMs"`,
  )
  return row
}

/** Sends an endpoint nothing more for so many milliseconds. A pause that ends later stays. */
export async function pause(connection: Connection, id: number, millis: number): Promise<void> {
  await connection.execute(
    sql`UPDATE webhook_states SET paused_until = greatest(paused_until,
          clock_timestamp() + make_interval(secs => ${millis / 1000}))
        WHERE webhook_id = ${id}::int`,
  )
}

/** What the email to the owner says about an endpoint. */
export interface SwitchedOff {
  ownerId: number | null
  url: string
  description: string
}

/** Switches an endpoint off. @returns undefined when it is off already, or was deleted */
export async function switchOff(
  connection: Connection,
  id: number,
  reason: SwitchOffReason,
): Promise<SwitchedOff | undefined> {
  const [row] = await rowsOf<SwitchedOff>(
    connection,
    sql`WITH off AS (
          UPDATE webhooks SET active = false, updated_at = now()
          WHERE id = ${id}::int AND active
          RETURNING id, url, description, created_by_id
        ), noted AS (
          UPDATE webhook_states SET switched_off = ${reason}, switched_off_at = now()
          FROM off WHERE webhook_id = off.id
        )
        SELECT created_by_id AS "ownerId", url, coalesce(description, '') AS description FROM off`,
  )
  return row
}

export interface EndpointState {
  id: number
  switchedOff: SwitchOffReason | null
  switchedOffAt: string | null
  /** Since when nothing was delivered, if the last attempt failed. */
  failingSince: string | null
  lastStatus: 'pending' | 'delivered' | 'failed' | null
  lastAt: string | null
}

/** The state of endpoints, with their last message that was tried. */
export const endpointStates = (connection: Connection, ids: number[]): Promise<EndpointState[]> =>
  rowsOf<EndpointState>(
    connection,
    sql`SELECT webhook_id AS id, switched_off AS "switchedOff",
               to_json(switched_off_at) AS "switchedOffAt", to_json(failing_since) AS "failingSince",
               last.status AS "lastStatus", to_json(last.last_attempt_at) AS "lastAt"
        FROM webhook_states LEFT JOIN LATERAL (
          SELECT status, last_attempt_at FROM webhook_deliveries
          WHERE webhook_deliveries.webhook_id = webhook_states.webhook_id
            AND last_attempt_at IS NOT NULL
          ORDER BY last_attempt_at DESC LIMIT 1
        ) last ON true
        WHERE webhook_id = ANY (${sql.param(ids)}::int[])`,
  )

/** The number of endpoints, counted under a lock that lets one caller at a time add one. */
export async function countUnderLock(connection: Connection): Promise<number> {
  await connection.execute(sql`SELECT pg_advisory_xact_lock(hashtext('webhooks'))`)
  const [row] = await rowsOf<{ count: number }>(
    connection,
    sql`SELECT count(*)::int AS count FROM webhooks`,
  )
  return row!.count
}

/** An endpoint in v1's order. */
export interface EndpointRow {
  id: number
  url: string
  description: string
  events: EventType[]
  active: boolean
  createdAt: string
}

const columns = sql`webhooks.id, url, coalesce(description, '') AS description, active IS TRUE AS active,
  to_json(created_at) AS "createdAt",
  ARRAY(SELECT value::text FROM webhooks_events WHERE parent_id = webhooks.id ORDER BY "order") AS events`

/** One page of the endpoints, the newest first, and the number of all. */
export async function listEndpoints(
  connection: Connection,
  { limit, offset }: { limit: number; offset: number },
): Promise<{ count: number; rows: EndpointRow[] }> {
  const rows = await rowsOf<EndpointRow>(
    connection,
    sql`SELECT ${columns} FROM webhooks ORDER BY webhooks.id DESC
        LIMIT ${limit}::int OFFSET ${offset}::bigint`,
  )
  const [all] = await rowsOf<{ count: number }>(
    connection,
    sql`SELECT count(*)::int AS count FROM webhooks`,
  )
  return { count: all!.count, rows }
}

export async function findEndpoint(
  connection: Connection,
  id: number,
): Promise<EndpointRow | undefined> {
  const [row] = await rowsOf<EndpointRow>(
    connection,
    sql`SELECT ${columns} FROM webhooks WHERE webhooks.id = ${id}::int`,
  )
  return row
}
