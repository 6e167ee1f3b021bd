import { getPayload, type Payload } from 'payload'

import { type Env, readEnv, disableStatementTimeout } from './env/env.ts'
import { migrate } from '../database/migrate.ts'
import { createFirstAdmin } from '../features/accounts/createFirstAdmin.ts'
import { startReporting } from '../observability/startReporting.ts'
import { printLine } from '../shared/printLine.ts'
import { step } from '../shared/startup.ts'
import { openDataStore } from './dataStore.ts'

export interface Backend {
  env: Env
  payload: Payload
  stop: () => Promise<void>
}

async function openPayload(): Promise<Payload> {
  const { default: config } = await import('../../payload.config.ts')
  return getPayload({ config })
}

async function prepare(payload: Payload, env: Env) {
  await step(
    'Migrations',
    () => migrate(payload, env.DATABASE_URL!),
    (applied) => (applied === 0 ? 'none missing' : `${applied} applied`),
  )
  const admin = await createFirstAdmin(payload, env)
  if (admin) {
    const password = admin.generatedPassword ?? 'the one in ADMIN_PASSWORD'
    // Kept nowhere: it is the one secret that the log holds.
    printLine(
      `✓ First admin: ${admin.username} (${admin.email}), password: ${password} (said once)`,
    )
  }
}

/**
 * Payload on a store that another process has opened. It stays open when this stops.
 *
 * @param prepares whether this process migrates the database and makes the first admin, and tells of it
 */
export async function joinBackend(prepares: boolean): Promise<Backend> {
  const env = readEnv()
  const endReporting = await startReporting(env)
  const payload = prepares ? await step('Payload', openPayload) : await openPayload()
  if (prepares) await prepare(payload, env)
  return { env, payload, stop: () => payload.destroy().finally(endReporting) }
}

/**
 * The database, migrated, with Payload on it and an admin in it, without a server: what the command
 * line tools and the server both stand on.
 *
 * @param beside whether this may run beside a server, on the embedded database that it has started
 * @throws {EnvError} {StartupError} with what the operator can do about it
 */
export async function openBackend(beside = false): Promise<Backend> {
  // Nobody waits for what the worker and the tools do, and some of it takes long.
  if (beside) disableStatementTimeout()
  const database = await openDataStore(beside)
  try {
    const { stop, ...backend } = await joinBackend(true)
    return { ...backend, stop: () => stop().finally(database.stop) }
  } catch (error) {
    await database.stop()
    throw error
  }
}
