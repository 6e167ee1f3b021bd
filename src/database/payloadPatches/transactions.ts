import type { PostgresAdapter } from '@payloadcms/db-postgres'
import { NodePgSession, NodePgTransaction } from '@payloadcms/db-postgres/drizzle/node-postgres'
import { PgDialect } from '@payloadcms/db-postgres/drizzle/pg-core'
import { randomUUID } from 'node:crypto'
import type pg from 'pg'

import { beginTracking, publishTracked } from '../../cache/invalidation/tracker.ts'

type Transaction = PostgresAdapter['sessions'][string]['db']

const dialect = new PgDialect()

/** Drizzle's transaction on a connection on which one has begun. */
function transactionOn(adapter: PostgresAdapter, client: Pick<pg.PoolClient, 'query'>) {
  const { fullSchema, schema, tableNamesMap } = adapter.drizzle._
  const relations = schema && { fullSchema, schema, tableNamesMap }
  const session = new NodePgSession(client as pg.PoolClient, dialect, relations)
  return new NodePgTransaction(dialect, session, relations) as unknown as Transaction
}

/**
 * Begins a transaction. Not by Drizzle's own function: when BEGIN fails it never gives the connection
 * back to the pool, and a short loss of the database would use the pool up for good.
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
  // What comes too late must not run in the transaction of whoever has the connection next.
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
        // PostgreSQL answers COMMIT of a failed transaction with a silent ROLLBACK: an error that was
        // swallowed on the way must not pass for a saved change.
        if ((await end('COMMIT')) !== 'COMMIT') throw new Error('The transaction had failed before')
      } finally {
        // Also when it failed: a commit whose answer was lost may have been one.
        publishTracked(within, adapter.pool)
      }
    },
    reject: async () => {
      await end('ROLLBACK').catch(() => undefined)
    },
  }
}

/**
 * Makes a failed COMMIT an error. Payload's own adapter swallows it: a change whose commit was lost
 * with the connection, or which the database had already given up, would be acknowledged as saved
 * (docs/decisions/0005-commit-errors.md).
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
    // Removed first, so that nobody can join a transaction that is ending.
    delete adapter.sessions[id]
    await session?.resolve()
  }
  return adapter
}
