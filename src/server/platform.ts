import { randomBytes } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import path from 'node:path'
import { getPayload, type Payload } from 'payload'

import { type Env, readEnv } from '../config/env.ts'
import { migrate } from '../db/migrate.ts'
import { startDemo } from '../demo/startDemo.ts'
import { startWorker } from '../jobs/worker.ts'
import { createFirstAdmin } from '../services/createFirstAdmin.ts'
import { createApp } from './app.ts'
import { makeDataDir } from './dataDir.ts'
import { describeDatabase, openDatabase } from './database.ts'
import { drain } from './draining.ts'
import { createHttpServer } from './httpServer.ts'
import { keptSecret } from './keptSecret.ts'
import { createPanel } from './panel.ts'
import { step, StartupError } from './steps.ts'

export interface Backend {
  env: Env
  payload: Payload
  stop: () => Promise<void>
}

export interface Platform extends Backend {
  server: Server
  url: string
}

/**
 * The database, migrated, with Payload on it and an admin in it, without a server: what the command
 * line tools and the server both stand on.
 *
 * @param beside whether this may run beside a server, on the embedded database that it has started
 * @throws {EnvError} {StartupError} with what the operator can do about it
 */
export async function openBackend(beside = false): Promise<Backend> {
  const given = readEnv()
  await makeDataDir(given.DATA_DIR)
  const database = await step(
    'PostgreSQL',
    () => openDatabase(given, beside),
    () => describeDatabase(given),
  )
  // Through the environment, because Next loads the config a second time in this process.
  process.env.DATABASE_URL = database.url
  process.env.PAYLOAD_SECRET ||= await keptSecret(path.join(given.DATA_DIR, 'payload-secret'), () =>
    randomBytes(32).toString('hex'),
  )
  const env = readEnv()
  try {
    const payload = await step('Payload', async () => {
      const { default: config } = await import('../../payload.config.ts')
      return getPayload({ config })
    })
    await step(
      'Migrations',
      () => migrate(payload, database.url),
      (applied) => (applied === 0 ? 'none missing' : `${applied} applied`),
    )
    const admin = await createFirstAdmin(payload, env)
    if (admin) {
      const password = admin.generatedPassword ?? 'the one in ADMIN_PASSWORD'
      console.log(`✓ First admin: ${admin.username} (${admin.email}), password: ${password}`)
    }
    const stop = async () => {
      try {
        await payload.destroy()
      } finally {
        await database.stop()
      }
    }
    return { env, payload, stop }
  } catch (error) {
    await database.stop()
    throw error
  }
}

const listen = (server: Server, env: Env) =>
  new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const reason =
        error.code === 'EADDRINUSE'
          ? `Port ${env.PORT} is taken by another program. Set PORT to a free one.`
          : `Port ${env.PORT} cannot be opened (${error.message}).`
      reject(new StartupError(reason))
    })
    server.listen(env.PORT, env.HOST, resolve)
  })

const urlOf = (server: Server) => {
  const address = server.address()
  return `http://localhost:${typeof address === 'object' && address ? address.port : ''}`
}

/** The port is asked for first: one that is taken should not cost a whole start-up to find out. */
async function checkPort(env: Env) {
  const probe = createServer()
  await listen(probe, env)
  await new Promise((resolve) => probe.close(resolve))
}

export interface StartOptions {
  /** Whether the panel is compiled as it is asked for, and reloads on change. */
  dev: boolean
  /** Whether an empty database is filled with a season to look at. */
  demo: boolean
}

/**
 * Starts the whole platform.
 *
 * @throws {EnvError} {StartupError} with what the operator can do about it
 */
export async function startPlatform(root: string, { dev, demo }: StartOptions): Promise<Platform> {
  const given = readEnv()
  await checkPort(given)
  const backend = await openBackend()
  const { env, payload } = backend
  let draining = false
  const panel = env.PANEL ? createPanel(root, dev) : undefined
  const server = createHttpServer(createApp({ env, payload, panel, isDraining: () => draining }))
  try {
    // Before the server listens: nobody gets to see, or to register for, half a season.
    if (demo) await startDemo(payload, given.DATABASE_URL !== undefined)
    await step(
      'Server',
      () => listen(server, env),
      () => urlOf(server),
    )
  } catch (error) {
    await backend.stop()
    throw error
  }
  panel?.attach(server)
  const worker =
    env.WORKER === 'internal' ? startWorker(payload, env, env.DATABASE_URL!) : undefined
  return {
    ...backend,
    server,
    url: urlOf(server),
    stop: async () => {
      draining = true
      const clean = await drain(server, env.SHUTDOWN_SECONDS)
      if (!clean) payload.logger.warn('Requests were cut off: they outlasted SHUTDOWN_SECONDS.')
      await worker?.stop()
      await backend.stop()
    },
  }
}
