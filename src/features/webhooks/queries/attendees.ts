import { sql } from '@payloadcms/db-postgres/drizzle'

import { type Connection, rowsOf } from '../../../database/connection.ts'

/** The person behind a registration. */
export interface Attendee {
  name: string
  email: string
  ticketCode: string | null
}

/** The attendees of registrations, by the id of the registration. */
export async function attendeesOf(
  connection: Connection,
  registrations: { registrationId: number; userId: number }[],
): Promise<Map<number, Attendee>> {
  const rows = await rowsOf<Attendee & { wanted: number }>(
    connection,
    sql`SELECT wanted."registrationId" AS wanted,
               coalesce(nullif(display_name, ''), username) AS name, users.email,
               registrations.ticket_code AS "ticketCode"
        FROM json_to_recordset(${JSON.stringify(registrations)}::json)
          AS wanted ("registrationId" int, "userId" int)
        JOIN users ON users.id = wanted."userId"
        LEFT JOIN registrations ON registrations.id = wanted."registrationId"`,
  )
  return new Map(rows.map(({ wanted, ...attendee }) => [wanted, attendee]))
}
