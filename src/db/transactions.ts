import type { PostgresAdapter } from '@payloadcms/db-postgres'
import { sql } from '@payloadcms/db-postgres/drizzle'
import { randomUUID } from 'node:crypto'

type Transaction = PostgresAdapter['sessions'][string]['db']

/** A promise together with the means to settle it from outside. */
function deferred<Value = void>() {
  let resolve!: (value: Value) => void
  let reject!: (reason: unknown) => void
  const promise = new Promise<Value>((res, rej) => {
    resolve = res
    reject = rej
  })
  return { promise, resolve, reject }
}

async function openSession(adapter: PostgresAdapter) {
  const opened = deferred<Transaction>()
  const decided = deferred()
  const finished = adapter.drizzle.transaction(async (transaction) => {
    opened.resolve(transaction)
    await decided.promise
    // PostgreSQL answers COMMIT of a failed transaction with a silent ROLLBACK. A statement before
    // it fails instead, so that a swallowed error cannot pass for a saved change.
    await transaction.execute(sql`SELECT 1`)
  }, adapter.transactionOptions || undefined)
  finished.catch(opened.reject)
  return {
    db: await opened.promise,
    resolve: async () => {
      decided.resolve()
      await finished
    },
    reject: async () => {
      decided.reject(new Error('rolled back'))
      await finished.catch(() => undefined)
    },
  }
}

/**
 * Makes a failed COMMIT an error. Payload's own adapter swallows it: a change whose commit was lost
 * with the connection, or which the database had already given up, would be acknowledged as saved
 * (docs/decisions/0005-commit-errors.md).
 */
export function failLostCommits(adapter: PostgresAdapter): PostgresAdapter {
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
