import { sql } from '@payloadcms/db-postgres/drizzle'

import { type Connection, rowsOf } from './connection.ts'

export interface UseCount {
  count: number
  secondsLeft: number
}

/**
 * Counts a use of a key within a window that begins with the first. On the caller's own connection:
 * one in a transaction must not wait for a second, or as many of them as there are connections
 * would wait for each other. In the table of sign-in failures, and in its form.
 *
 * @param seconds how long the window is
 * @param uses how many at once
 */
export async function countUse(
  connection: Connection,
  key: string,
  seconds: number,
  now: Date,
  uses = 1,
): Promise<UseCount> {
  const at = sql`${now.getTime()}::bigint`
  const [row] = await rowsOf<UseCount>(
    connection,
    sql`INSERT INTO sign_in_failures AS kept (key, points, expire)
        VALUES (${key}, ${uses}::int, ${now.getTime() + seconds * 1000}::bigint)
        ON CONFLICT (key) DO UPDATE SET
          points = CASE WHEN kept.expire > ${at} THEN kept.points + EXCLUDED.points
                   ELSE EXCLUDED.points END,
          expire = CASE WHEN kept.expire > ${at} THEN kept.expire ELSE EXCLUDED.expire END
        RETURNING points AS count, ceil((expire - ${at}) / 1000.0)::int AS "secondsLeft"`,
  )
  return row!
}
