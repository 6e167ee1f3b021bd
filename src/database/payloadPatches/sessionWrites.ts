import type { PostgresAdapter } from '@payloadcms/db-postgres'
import { sql } from '@payloadcms/db-postgres/drizzle'
import type { PayloadRequest } from 'payload'

import { connectionOf, poolOf, rowsOf } from '../connection.ts'

type Update = Parameters<PostgresAdapter['updateOne']>[0]

/**
 * Whether Payload wants to write only a user's sessions. Then it sets `updatedAt` to null, or passes no
 * request (when it clears sessions after failed sign-ins).
 */
const isSessionWrite = ({ collection, data, req }: Update) =>
  collection === 'users' && 'sessions' in data && (data.updatedAt === null || !req)

/** Whether the user still has the password that was checked and is not suspended. Locks the row if so. */
async function isUnchanged(adapter: PostgresAdapter, { data, id, req }: Update) {
  const connection = req ? await connectionOf(req as PayloadRequest) : poolOf(adapter.payload)
  const rows = await rowsOf(
    connection,
    sql`SELECT 1 FROM users
        WHERE id = ${id}::int AND hash IS NOT DISTINCT FROM ${data.hash ?? null}::text
          AND suspended IS NOT TRUE
        FOR NO KEY UPDATE`,
  )
  return rows.length > 0
}

/**
 * Upstream: who renews or ends a session gets the whole user written back as it was read. That undoes a
 * suspension, a lost role or a new password from the time between. payloadcms/payload#17295, #16027 and
 * #18132. Sign-in did the same; `src/features/accounts/panelSession.ts` replaces it.
 *
 * This patch writes the sessions alone, and only if the user is unchanged. Otherwise it writes nothing,
 * and the token that Payload returns belongs to no session.
 *
 * To see whether it can go, remove it and run tests/accounts/accounts.test.ts.
 */
export function writeSessionsOnly(adapter: PostgresAdapter): PostgresAdapter {
  const updateOne = adapter.updateOne.bind(adapter)
  adapter.updateOne = async (args): Promise<unknown> => {
    if (!isSessionWrite(args)) return (await updateOne(args)) as unknown
    if (!(await isUnchanged(adapter, args))) return null
    return (await updateOne({ ...args, data: { sessions: args.data.sessions } })) as unknown
  }
  return adapter
}
