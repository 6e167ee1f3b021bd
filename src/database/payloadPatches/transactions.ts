import type { PostgresAdapter } from '@payloadcms/db-postgres'
import { NodePgSession, NodePgTransaction } from '@payloadcms/db-postgres/drizzle/node-postgres'
import { PgDialect } from '@payloadcms/db-postgres/drizzle/pg-core'
import { randomUUID } from 'node:crypto'
import type pg from 'pg'

import { beginTracking, publishTracked } from '../../cache/invalidation/tracker.ts'

type Transaction = PostgresAdapter['sessions'][string]['db']

const dialect = new PgDialect()

/** Drizzle's transaction, on a connection that has already run BEGIN. */
function transactionOn(adapter: PostgresAdapter, client: Pick<pg.PoolClient, 'query'>) {
  const { fullSchema, schema, tableNamesMap } = adapter.drizzle._
  const relations = schema && { fullSchema, schema, tableNamesMap }
  const session = new NodePgSession(client as pg.PoolClient, dialect, relations)
  return new NodePgTransaction(dialect, session, relations) as unknown as Transaction
}

/**
 * Begins a transaction. Drizzle's own function never returns the connection to the pool when BEGIN
 * fails, so after a short outage the pool would have no connections left
 * (drizzle-team/drizzle-orm#6023, #6114).
 */
async function openSession(adapter: PostgresAdapter) {
  const client: pg.PoolClient = await adapter.pool.connect()
  let isOpen = true
  const run = async (statement: 'BEGIN' | 'COMMIT' | 'ROLLBACK') => {
    try {
      return await client.query(statement)
    } catch (error) {
      client.release(true)
      throw error
    }
  }
  const end = async (statement: 'COMMIT' | 'ROLLBACK') => {
    isOpen = false
    const { command } = await run(statement)
    client.release()
    return command
  }
  await run('BEGIN')
  // A late statement must not run in the transaction of the connection's next user.
  const query = ((...args: Parameters<typeof client.query>) =>
    isOpen
      ? client.query(...args)
      : Promise.reject(new Error('The transaction has ended'))) as typeof client.query
  const within = { query }
  beginTracking(within)
  return {
    db: transactionOn(adapter, within),
    resolve: async () => {
      try {
        // After an error within the transaction PostgreSQL replies ROLLBACK to COMMIT, without an error.
        // If the code has ignored that error, this is the last place to report it.
        if ((await end('COMMIT')) !== 'COMMIT') throw new Error('The transaction had failed before')
      } finally {
        // Also after a failure: a commit may have succeeded although its reply was lost.
        publishTracked(within, adapter.pool)
      }
    },
    reject: async () => {
      await end('ROLLBACK').catch(() => undefined)
    },
  }
}

/**
 * Upstream: Payload's `commitTransaction` ignores every error of COMMIT. The client would get a success
 * for a change that the database does not have. The pull request payloadcms/payload#17726 is open.
 *
 * This patch throws the error (docs/decisions/0005-commit-errors.md).
 *
 * To see whether it can go, remove it and run tests/database/commit.test.ts.
 */
export function throwOnFailedCommit(adapter: PostgresAdapter): PostgresAdapter {
  adapter.beginTransaction = async () => {
    const id = randomUUID()
    adapter.sessions[id] = await openSession(adapter)
    return id
  }
  adapter.commitTransaction = async (incomingId) => {
    const id = String(await incomingId)
    const session = adapter.sessions[id]
    // Removed first, so that no other request can use a transaction that is ending.
    delete adapter.sessions[id]
    await session?.resolve()
  }
  return adapter
}
