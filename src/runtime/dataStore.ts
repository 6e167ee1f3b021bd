import { randomBytes } from 'node:crypto'
import path from 'node:path'

import { readEnv } from './env/env.ts'
import { makeDataDir } from './dataDir.ts'
import { describeDatabase, openDatabase } from './openDatabase.ts'
import type { EmbeddedDatabase } from './embeddedPostgres/startEmbedded.ts'
import { persistedSecret } from './persistedSecret.ts'
import { step } from '../shared/startup.ts'

/**
 * Opens the database, and sets its URL and the secret in the environment of this process and of the
 * processes that it starts.
 *
 * @param options.sharesDatabase whether this may use the embedded database of a running server
 * @throws {EnvError} {StartupError} with a hint for the operator
 */
export async function openDataStore({ sharesDatabase = false } = {}): Promise<EmbeddedDatabase> {
  const given = readEnv()
  await makeDataDir(given.DATA_DIR)
  const database = await step(
    'PostgreSQL',
    () => openDatabase(given, { sharesDatabase }),
    () => describeDatabase(given),
  )
  const secret =
    given.PAYLOAD_SECRET ??
    (await persistedSecret(path.join(given.DATA_DIR, 'payload-secret'), () =>
      randomBytes(32).toString('hex'),
    ))
  // In the environment, because Next loads the config a second time in this process. Both in one moment: modules that are
  // loaded meanwhile read the environment, and one without the other is refused.
  process.env.DATABASE_URL = database.url
  process.env.PAYLOAD_SECRET = secret
  return database
}
