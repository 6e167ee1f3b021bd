import type { PostgresAdapter } from '@payloadcms/db-postgres'
import { sql } from '@payloadcms/db-postgres/drizzle'
import type { PayloadRequest } from 'payload'

import { connectionOf, poolOf, rowsOf } from '../connection.ts'

type Update = Parameters<PostgresAdapter['updateOne']>[0]

/**
 * Whether Payload means to write no more than a user's sessions. It marks that by emptying
 * `updatedAt`, and passes no request when it clears sessions after failed sign-ins.
 */
const isSessionWrite = ({ collection, data, req }: Update) =>
  collection === 'users' && 'sessions' in data && (data.updatedAt === null || !req)

/** Whether the user is still as they were read; if so, they stay so until the transaction ends. */
async function isStillSo(adapter: PostgresAdapter, { data, id, req }: Update) {
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
 * Lets a sign-in write the sessions and nothing else. Payload writes the whole user back as it read
 * them before it checked the password, which takes a tenth of a second: a suspension, a lost role or
 * a new password that came in between would be undone, by whoever keeps signing in. Then nothing is
 * written, and the token that is given out belongs to no session.
 */
export function writeSessionsOnly(adapter: PostgresAdapter): PostgresAdapter {
  const updateOne = adapter.updateOne.bind(adapter)
  adapter.updateOne = async (args): Promise<unknown> => {
    if (!isSessionWrite(args)) return (await updateOne(args)) as unknown
    if (!(await isStillSo(adapter, args))) return null
    return (await updateOne({ ...args, data: { sessions: args.data.sessions } })) as unknown
  }
  return adapter
}
