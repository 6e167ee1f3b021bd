import { drizzle } from '@payloadcms/db-postgres/drizzle/node-postgres'
import pg from 'pg'

import type { Connection } from '../../database/connection.ts'

/** Milliseconds to wait for a reply. A connection that was cut reports no error. */
const timeoutMs = 10_000

/**
 * With these PostgreSQL notices within two minutes that a worker's machine is gone, and releases its
 * locks. By itself it takes two hours.
 */
const keepAlives = '-c tcp_keepalives_idle=30 -c tcp_keepalives_interval=10'

export interface WorkerConnection {
  client: pg.Client
  /** The same connection for statements of other modules. */
  connection: Connection
}

/**
 * Opens the connection that belongs to one worker process: it holds the locks that show that its
 * workers are alive, and it hears when a record is written to the outbox.
 *
 * @param lost called when the connection breaks. Other workers may then take the jobs of this process,
 *   so it must stop
 */
export async function openWorkerConnection(
  databaseUrl: string,
  lost: (error: Error) => void,
): Promise<WorkerConnection> {
  const client = new pg.Client({
    connectionString: databaseUrl,
    keepAlive: true,
    options: keepAlives,
    connectionTimeoutMillis: timeoutMs,
    query_timeout: timeoutMs,
  })
  client.on('error', lost)
  client.on('end', () => lost(new Error('connection lost')))
  await client.connect()
  return { client, connection: drizzle({ client }) }
}
