import path from 'node:path'

import { readEnv } from '../env/env.ts'
import { logsJson } from '../../observability/logFormat.ts'
import { explainError } from '../env/explainError.ts'
import { type Platform, startClusterWorker } from '../platform.ts'
import { type Failure, type ClusterWorkerOptions, stopMessage } from './primary.ts'
import { printAsJson } from '../../shared/printLine.ts'
import { logUnhandledRejections } from '../unhandledRejections.ts'

/**
 * Ends in order, however often and by whomever this is asked for: who stops a service may tell every
 * process of it, and the first process tells the others too.
 */
function untilTold(platform: Platform): void {
  let stopping = false
  const end = async () => {
    if (stopping) return
    stopping = true
    await platform.stop()
    process.exit(0)
  }
  process.on('message', (message) => void (message === stopMessage && end()))
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void end())
}

/** Runs one of the web processes of `WEB_CONCURRENCY`, on the orders of the first. */
export async function runClusterWorker(orders: string): Promise<void> {
  try {
    printAsJson(logsJson(readEnv()))
    const platform = await startClusterWorker(
      path.resolve('.'),
      JSON.parse(orders) as ClusterWorkerOptions,
    )
    logUnhandledRejections(platform.payload)
    untilTold(platform)
  } catch (error) {
    const failure: Failure = { reason: explainError(error, 'The start-up') }
    process.send?.(failure, undefined, {}, () => process.exit(1))
  }
}
