import type { Server } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'

import { endDemo, startDemo } from './startDemo.ts'
import { startWorker } from '../queue/worker.ts'
import { createApp } from '../composition/createApp.ts'
import { type Backend, backendOn, joinBackend } from './backend.ts'
import { drainOf } from './drain.ts'
import type { EmbeddedDatabase } from './embeddedPostgres/startEmbedded.ts'
import { copyListeners } from './accepting/copyListeners.ts'
import { createHttpServer } from '../http/server.ts'
import { jobs } from '../composition/jobs.ts'
import { openMetrics } from '../composition/metrics/exposition.ts'
import { createPanel } from '../http/panel.ts'
import type { StopOptions } from './shutdown.ts'
import { listen, urlOf } from './port.ts'
import { servicesOf } from '../shared/services.ts'
import { step } from '../shared/startup.ts'

/** Each takes a connection in a turn of the event loop, and 0.4 µs when another one has taken it. */
const furtherListeners = 31

export interface Platform extends Omit<Backend, 'stop'> {
  server: Server
  url: string
  stop: (options: StopOptions) => Promise<void>
}

export interface StartOptions {
  /** Whether each page of the panel is compiled at its first request, and reloads on change. */
  dev: boolean
  /** Whether an empty database is filled with demo data. */
  demo: boolean
  /** Whether the operator configured the database. */
  ownDatabase: boolean
}

/** The tasks of a cluster worker in addition to serving requests. */
export interface ClusterWorkerRole {
  /** Prepares the database for all workers, and prints the progress of the start. */
  prepares: boolean
  /** Runs the jobs of the queue, unless `WORKER` is external. */
  works: boolean
}

async function serve(
  root: string,
  backend: Backend,
  { dev, demo, prepares, works, ownDatabase }: StartOptions & ClusterWorkerRole,
): Promise<Platform> {
  const { env, payload } = backend
  let draining = false
  const panel = env.PANEL ? createPanel(root, dev, payload) : undefined
  const server = createHttpServer(createApp({ env, payload, panel, isDraining: () => draining }))
  const drain = drainOf(server)
  const open = () => listen(server, env)
  let closeMetrics: () => Promise<void>
  try {
    closeMetrics = await openMetrics(payload, env)
    await servicesOf(payload).flags.load()
    // Before the server listens, so that no client sees or registers for incomplete demo data.
    if (demo) await startDemo(payload, ownDatabase)
    else if (prepares) await endDemo(payload)
    await (prepares ? step('Server', open, () => urlOf(server)) : open())
  } catch (error) {
    await backend.stop()
    throw error
  }
  const stopAccepting = copyListeners(server, furtherListeners)
  const isWorking = works && env.WORKER === 'internal'
  const worker = isWorking
    ? startWorker({ payload, env, databaseUrl: env.DATABASE_URL!, jobs })
    : undefined
  return {
    ...backend,
    server,
    url: urlOf(server),
    stop: async ({ drains }) => {
      draining = true
      // A server for development has no load balancer.
      const drainSeconds = drains && env.NODE_ENV === 'production' ? env.DRAIN_SECONDS : 0
      await Promise.all([sleep(drainSeconds * 1000), servicesOf(payload).live.close(drainSeconds)])
      ;(await stopAccepting)()
      const clean = await drain(env.SHUTDOWN_SECONDS)
      if (!clean)
        payload.logger.warn('Requests were cut off: they took longer than SHUTDOWN_SECONDS.')
      await worker?.stop()
      await closeMetrics()
      await backend.stop()
    },
  }
}

/**
 * Starts the whole platform in this process, on a database that this process has opened.
 *
 * @throws {EnvError} {StartupError} with a hint for the operator
 */
export async function startPlatform(
  root: string,
  database: EmbeddedDatabase,
  options: StartOptions,
): Promise<Platform> {
  const backend = await backendOn(database)
  return serve(root, backend, { ...options, prepares: true, works: true })
}

/**
 * Starts the platform in a cluster worker. The primary has opened the port and the database.
 *
 * @throws {EnvError} {StartupError} with a hint for the operator
 */
export async function startClusterWorker(
  root: string,
  role: ClusterWorkerRole & Omit<StartOptions, 'dev'>,
): Promise<Platform> {
  return serve(root, await joinBackend(role.prepares), { dev: false, ...role })
}
