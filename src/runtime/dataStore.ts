import { randomBytes } from 'node:crypto'
import path from 'node:path'

import { readEnv } from './env/env.ts'
import { makeDataDir } from './dataDir.ts'
import { describeDatabase, openDatabase } from './openDatabase.ts'
import type { EmbeddedDatabase } from './embeddedPostgres/startEmbedded.ts'
import { persistedSecret } from './persistedSecret.ts'
import { step } from '../shared/startup.ts'

/**
 * The database, running, and all that the servers of it share in the environment of this process and
 * of those that it starts.
 *
 * @param beside whether this may run beside a server, on the embedded database that it has started
 * @throws {EnvError} {StartupError} with what the operator can do about it
 */
export async function openDataStore(beside = false): Promise<EmbeddedDatabase> {
  const given = readEnv()
  await makeDataDir(given.DATA_DIR)
  const database = await step(
    'PostgreSQL',
    () => openDatabase(given, beside),
    () => describeDatabase(given),
  )
  // Through the environment, because Next loads the config a second time in this process.
  process.env.DATABASE_URL = database.url
  process.env.PAYLOAD_SECRET ||= await persistedSecret(
    path.join(given.DATA_DIR, 'payload-secret'),
    () => randomBytes(32).toString('hex'),
  )
  return database
}
