import { getPayload, type Payload } from 'payload'

import { type Env, readEnv, disableStatementTimeout } from './env/env.ts'
import { migrate } from '../database/migrate.ts'
import { createFirstAdmin } from '../features/accounts/createFirstAdmin.ts'
import { startReporting } from '../observability/startReporting.ts'
import { printLine } from '../shared/printLine.ts'
import { step } from '../shared/startup.ts'
import { openDataStore } from './dataStore.ts'
import type { EmbeddedDatabase } from './embeddedPostgres/startEmbedded.ts'

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
    // The password is stored nowhere else: it is the only secret in the log.
    printLine(
      `✓ First admin: ${admin.username} (${admin.email}), password: ${password} (said once)`,
    )
  }
}

/**
 * Opens Payload on a database that another process has started. The database keeps running when this stops.
 *
 * @param prepares whether this process migrates the database, creates the first admin and prints both
 */
export async function joinBackend(prepares: boolean): Promise<Backend> {
  const env = readEnv()
  const endReporting = await startReporting(env)
  const payload = prepares ? await step('Payload', openPayload) : await openPayload()
  if (prepares) await prepare(payload, env)
  return { env, payload, stop: () => payload.destroy().finally(endReporting) }
}

/**
 * Opens Payload on a database that this process has opened, and stops the database with it.
 *
 * @throws {EnvError} {StartupError} with a hint for the operator
 */
export async function backendOn(database: EmbeddedDatabase): Promise<Backend> {
  try {
    const { stop, ...backend } = await joinBackend(true)
    return { ...backend, stop: () => stop().finally(database.stop) }
  } catch (error) {
    await database.stop()
    throw error
  }
}

/**
 * Opens the backend for the worker and the command line tools, if possible on the embedded database of a
 * running server. No client waits for them, and some of their statements take long.
 *
 * @throws {EnvError} {StartupError} with a hint for the operator
 */
export async function openBackend(): Promise<Backend> {
  disableStatementTimeout()
  return backendOn(await openDataStore({ sharesDatabase: true }))
}
