import path from 'node:path'

import { readEnv } from '../env/env.ts'
import { logsJson } from '../../observability/logFormat.ts'
import { explainError } from '../env/explainError.ts'
import { type Platform, startClusterWorker } from '../platform.ts'
import { type Failure, type ClusterWorkerOptions, stopMessage } from './primary.ts'
import { printAsJson } from '../../shared/printLine.ts'
import { logUnhandledRejections } from '../unhandledRejections.ts'

/**
 * Stops in order after the first signal or message, and ignores later ones: a service manager may signal
 * every process, and the primary sends its message as well.
 */
function stopOnRequest(platform: Platform): void {
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

/** Runs one of the web processes of `WEB_CONCURRENCY`, with the options from the primary. */
export async function runClusterWorker(options: string): Promise<void> {
  try {
    printAsJson(logsJson(readEnv()))
    const platform = await startClusterWorker(
      path.resolve('.'),
      JSON.parse(options) as ClusterWorkerOptions,
    )
    logUnhandledRejections(platform.payload)
    stopOnRequest(platform)
  } catch (error) {
    const failure: Failure = { reason: explainError(error, 'The start-up') }
    process.send?.(failure, undefined, {}, () => process.exit(1))
  }
}
