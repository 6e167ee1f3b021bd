import { sql } from '@payloadcms/db-postgres/drizzle'

import { type Connection, countChanged } from '../../database/connection.ts'

/** Deletes counts whose window is over. @returns how many */
export const purgeRateLimitCounts = (connection: Connection, now: Date): Promise<number> =>
  countChanged(
    connection,
    sql`DELETE FROM sign_in_failures WHERE expire < ${now.getTime()}::bigint`,
  )
