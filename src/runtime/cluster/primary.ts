import cluster, { type Worker } from 'node:cluster'

import { type Env, readEnv } from '../env/env.ts'
import { restartOnExit, type Running } from '../restartOnExit.ts'
import type { ClusterWorkerRole } from '../platform.ts'
import { checkPort } from '../port.ts'
import { printLine } from '../../shared/printLine.ts'
import { StartupError } from '../../shared/startup.ts'
import { openDataStore } from '../dataStore.ts'

/** What the first process tells one of the others, as its last argument. */
export type ClusterWorkerOptions = ClusterWorkerRole & { demo: boolean }

/** Said to a process that is to finish what is in flight and end. */
export const stopMessage = 'stop'

/** Why a process could not start: what it would have written when it were alone. */
export interface Failure {
  reason: string
}

/** Seconds beyond all that a process may take to stop in order; then it is ended. */
const killMarginSeconds = 10

const longestStop = ({ DRAIN_SECONDS, SHUTDOWN_SECONDS }: Env) =>
  // Requests and jobs are waited for one after the other.
  (DRAIN_SECONDS + 2 * SHUTDOWN_SECONDS + killMarginSeconds) * 1000

const isFailure = (message: unknown): message is Failure =>
  typeof message === 'object' && message !== null && 'reason' in message

/** Resolves with the port when the process listens. @throws {StartupError} when it ends before */
const listening = (worker: Worker) =>
  new Promise<number>((resolve, reject) => {
    let reason: string | undefined
    worker.on('message', (message: unknown) => {
      if (isFailure(message)) reason = message.reason
    })
    worker.once('listening', ({ port }) => resolve(port))
    worker.once('exit', (code, signal) => {
      reject(new StartupError(reason ?? `A web process ended at its start (${signal || code}).`))
    })
  })

async function startProcess(
  env: Env,
  orders: ClusterWorkerOptions,
): Promise<Running & { port: number }> {
  cluster.setupPrimary({ args: [JSON.stringify(orders)] })
  const worker = cluster.fork()
  const ended = new Promise<void>((resolve) => worker.once('exit', () => resolve()))
  const port = await listening(worker)
  return {
    port,
    ended,
    stop: async () => {
      if (worker.isConnected()) worker.send(stopMessage, () => undefined)
      const timer = setTimeout(() => worker.process.kill('SIGKILL'), longestStop(env))
      await ended
      clearTimeout(timer)
    },
  }
}

function endAll(name: string) {
  console.error(`✗ ${name} does not stay up. All end, so that somebody looks after them.`)
  process.exit(1)
}

/** Shows what all of them measure together, to whom the environment says. @returns what ends that */
async function collectMetrics(env: Env): Promise<() => Promise<void>> {
  const { METRICS_TOKEN, METRICS_PORT, HOST } = env
  if (METRICS_TOKEN === undefined && METRICS_PORT === undefined) return () => Promise.resolve()
  const { gatherMetrics } = await import('../../observability/clusterMetrics.ts')
  const { openMetricsPort } = await import('../../http/metricsEndpoint.ts')
  const all = gatherMetrics()
  if (METRICS_PORT === undefined) return () => Promise.resolve()
  return openMetricsPort(all, METRICS_PORT, HOST)
}

/**
 * Starts the platform in several processes that share one port, and replaces those that end. This one
 * only watches, and runs the embedded database: it loads nothing that could bring it down.
 *
 * @throws {EnvError} {StartupError} with what the operator can do about it
 */
export async function startCluster(demo: boolean) {
  const given = readEnv()
  await checkPort(given)
  const ownDatabase = given.DATABASE_URL !== undefined
  const closeMetrics = await collectMetrics(given)
  const store = await openDataStore()
  const stops: (() => Promise<void>)[] = []
  const stopAll = () => Promise.all(stops.map((stop) => stop()))
  let port = given.PORT

  /** The first makes everything ready, once, and works on the queue, which one process is enough for. */
  const keep = (number: number) => {
    let orders: ClusterWorkerOptions = {
      prepares: number === 1,
      works: number === 1,
      demo,
      ownDatabase,
    }
    const start = async () => {
      const running = await startProcess(given, orders)
      orders = { ...orders, prepares: false, demo: false }
      port = running.port
      return running
    }
    return restartOnExit(`Web process ${number}`, start, endAll)
  }
  const others = Array.from({ length: given.WEB_CONCURRENCY - 1 }, (_, index) => index + 2)
  try {
    stops.push(await keep(1))
    const kept = await Promise.allSettled(others.map(keep))
    for (const one of kept) if (one.status === 'fulfilled') stops.push(one.value)
    const failed = kept.find(({ status }) => status === 'rejected')
    if (failed) throw (failed as PromiseRejectedResult).reason
    printLine(`✓ Web processes: ${given.WEB_CONCURRENCY}`)
  } catch (error) {
    await stopAll()
    await store.stop()
    throw error
  }
  return {
    url: `http://localhost:${port}`,
    stop: async () => {
      await stopAll()
      await closeMetrics()
      await store.stop()
    },
  }
}
