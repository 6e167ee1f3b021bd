import type { PostgresAdapter } from '@payloadcms/db-postgres'
import { getTableColumns, sql } from '@payloadcms/db-postgres/drizzle'
import type { Payload } from 'payload'

import { invalidateEvents } from '../../../cache/invalidation/tracker.ts'
import type { Connection } from '../../../database/connection.ts'
import { insertVersions } from './occurrences.ts'

/** The dates of an event that are set, in ISO 8601. */
export interface SetDates {
  id: number
  startDate?: string
  endDate?: string
  registrationOpensAt?: string | null
  registrationClosesAt?: string | null
}

const dateColumns = {
  startDate: 'start_date',
  endDate: 'end_date',
  registrationOpensAt: 'registration_opens_at',
  registrationClosesAt: 'registration_closes_at',
} as const

/** The columns of fields of an event; a group has several. */
function columnsOf(payload: Payload, fields: string[]): string[] {
  const { tables } = payload.db as unknown as PostgresAdapter
  // Payload's table has no types of its own.
  const columns = getTableColumns(tables.events) as Record<string, { name: string }>
  return Object.entries(columns)
    .filter(([key]) => fields.some((field) => key === field || key.startsWith(`${field}_`)))
    .map(([, column]) => column.name)
}

interface BulkChange {
  /** The event whose values the others get. */
  from: number
  fields: string[]
  /** The other events. All have the same dates set. */
  dates: SetDates[]
  updatedBy: number | null
}

/**
 * Gives events the values of another one, and dates of their own, in one statement, each with a new version.
 * Through Payload it took 14 milliseconds of processor time for an event, and here 0.3.
 */
export async function changeInBulk(
  payload: Payload,
  connection: Connection,
  { from, fields, dates, updatedBy }: BulkChange,
) {
  const copied = columnsOf(payload, fields).map((name) => {
    const column = sql.identifier(name)
    return sql`${column} = edited.${column}`
  })
  const moved = Object.entries(dateColumns)
    .filter(([field]) => dates[0] && field in dates[0])
    .map(([field, name]) => sql`${sql.identifier(name)} = at.${sql.identifier(field)}`)
  const set = sql.join([...copied, ...moved], sql`, `)
  const now = new Date().toISOString()
  await connection.execute(
    sql`UPDATE events SET ${set}, updated_at = ${now}::timestamptz, updated_by_id = ${updatedBy}::int
        FROM events edited, jsonb_to_recordset(${JSON.stringify(dates)}::jsonb) AS at
          (id int, "startDate" timestamptz, "endDate" timestamptz,
           "registrationOpensAt" timestamptz, "registrationClosesAt" timestamptz)
        WHERE edited.id = ${from}::int AND events.id = at.id`,
  )
  const ids = dates.map(({ id }) => id)
  await insertVersions(connection, ids)
  await deleteOldVersions(connection, ids, payload)
  invalidateEvents(connection, ids)
}

/** Keeps as many versions of each event as Payload does. */
async function deleteOldVersions(connection: Connection, eventIds: number[], payload: Payload) {
  const { versions } = payload.collections.events.config
  const kept = typeof versions === 'object' ? versions.maxPerDoc : 0
  if (!kept) return
  await connection.execute(
    sql`DELETE FROM _events_v WHERE id IN (
          SELECT id FROM (
            SELECT id, row_number() OVER (PARTITION BY parent_id ORDER BY updated_at DESC, id DESC) AS number
            FROM _events_v WHERE parent_id = ANY(${sql.param(eventIds)}::int[])
          ) numbered WHERE number > ${kept}::int)`,
  )
}
