import cluster, { type Worker } from 'node:cluster'

import { type Env, readEnv } from '../env/env.ts'
import { restartOnExit, type Running } from '../restartOnExit.ts'
import type { ClusterWorkerRole, StartOptions } from '../platform.ts'
import { checkPort } from '../port.ts'
import type { StopOptions } from '../shutdown.ts'
import { printLine } from '../../shared/printLine.ts'
import { StartupError } from '../../shared/startup.ts'
import { openDataStore } from '../dataStore.ts'

/** The options of a cluster worker, which it gets as its last argument. */
export type ClusterWorkerOptions = ClusterWorkerRole & Omit<StartOptions, 'dev'>

/** The message that tells a worker to finish its requests and exit. */
export interface StopMessage {
  stop: StopOptions
}

export const isStop = (message: unknown): message is StopMessage =>
  typeof message === 'object' && message !== null && 'stop' in message

/** The message of a worker that could not start; a single process would print the reason. */
export interface Failure {
  reason: string
}

/** Seconds beyond the longest orderly stop, after which the worker is killed. */
const killMarginSeconds = 10

const killAfterMs = ({ DRAIN_SECONDS, SHUTDOWN_SECONDS }: Env) =>
  // It waits for requests first, and then for jobs.
  (DRAIN_SECONDS + 2 * SHUTDOWN_SECONDS + killMarginSeconds) * 1000

const isFailure = (message: unknown): message is Failure =>
  typeof message === 'object' && message !== null && 'reason' in message

/** Resolves with the port when the worker listens. @throws {StartupError} when it exits before that */
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

async function startWorkerProcess(
  env: Env,
  options: ClusterWorkerOptions,
  stopOptions: StopOptions,
): Promise<Running & { port: number }> {
  cluster.setupPrimary({ args: [JSON.stringify(options)] })
  const worker = cluster.fork()
  // Node hands connections to a worker through its channel. When the worker has just died, that fails
  // with EPIPE, and an 'error' event without a listener would end this process and all workers.
  worker.on('error', () => undefined)
  const ended = new Promise<void>((resolve) => worker.once('exit', () => resolve()))
  const port = await listening(worker)
  return {
    port,
    ended,
    stop: async () => {
      const message: StopMessage = { stop: stopOptions }
      if (worker.isConnected()) worker.send(message, () => undefined)
      const timer = setTimeout(() => worker.process.kill('SIGKILL'), killAfterMs(env))
      await ended
      clearTimeout(timer)
    },
  }
}

/** Exits, so that the operator or the service manager notices. */
function exitAll(name: string) {
  console.error(`✗ ${name} does not stay up. All processes exit.`)
  process.exit(1)
}

/** Collects the metrics of all workers if metrics can be read. @returns a function that stops it */
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
 * Starts the platform in several processes that share one port, and restarts those that exit. The primary
 * only supervises them and runs the embedded database. It loads no other code that could crash it.
 *
 * @throws {EnvError} {StartupError} with a hint for the operator
 */
export async function startCluster(demo: boolean) {
  const given = readEnv()
  await checkPort(given)
  const ownDatabase = given.DATABASE_URL !== undefined
  const closeMetrics = await collectMetrics(given)
  const store = await openDataStore()
  const stops: (() => Promise<void>)[] = []
  // A start that fails has no clients to wait for.
  const stopOptions: StopOptions = { drains: false }
  const stopAll = () => Promise.all(stops.map((stop) => stop()))
  let port = given.PORT

  /** Worker 1 prepares the database once, and runs the jobs of the queue: one process is enough for them. */
  const superviseWorker = (number: number) => {
    let options: ClusterWorkerOptions = {
      prepares: number === 1,
      works: number === 1,
      demo,
      ownDatabase,
    }
    const start = async () => {
      const running = await startWorkerProcess(given, options, stopOptions)
      options = { ...options, prepares: false, demo: false }
      port = running.port
      return running
    }
    return restartOnExit(`Web process ${number}`, start, exitAll)
  }
  const others = Array.from({ length: given.WEB_CONCURRENCY - 1 }, (_, index) => index + 2)
  try {
    stops.push(await superviseWorker(1))
    const results = await Promise.allSettled(others.map(superviseWorker))
    for (const one of results) if (one.status === 'fulfilled') stops.push(one.value)
    const failed = results.find(({ status }) => status === 'rejected')
    if (failed) throw (failed as PromiseRejectedResult).reason
    printLine(`✓ Web processes: ${given.WEB_CONCURRENCY}`)
  } catch (error) {
    await stopAll()
    await store.stop()
    throw error
  }
  return {
    url: `http://localhost:${port}`,
    stop: async ({ drains }: StopOptions) => {
      stopOptions.drains = drains
      await stopAll()
      await closeMetrics()
      await store.stop()
    },
  }
}
