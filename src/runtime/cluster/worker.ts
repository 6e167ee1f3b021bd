import path from 'node:path'

import { formatOutput } from '../../observability/logFormat.ts'
import { explainError } from '../explainError.ts'
import { type Platform, startClusterWorker } from '../platform.ts'
import { type Failure, type ClusterWorkerOptions, isStop } from './primary.ts'
import { drainsAt, type StopOptions } from '../shutdown.ts'
import { logUnhandledRejections } from '../unhandledRejections.ts'

/**
 * Stops in order after the first signal or message, and ignores later ones: a service manager may signal
 * every process, and the primary sends its message as well.
 */
function stopOnRequest(platform: Platform): void {
  let stopping = false
  const end = async (options: StopOptions) => {
    if (stopping) return
    stopping = true
    await platform.stop(options)
    process.exit(0)
  }
  process.on('message', (message) => void (isStop(message) && end(message.stop)))
  for (const signal of ['SIGTERM', 'SIGINT'] as const)
    process.on(signal, () => void end({ drains: drainsAt(signal) }))
}

/** Runs one of the web processes of `WEB_CONCURRENCY`, with the options from the primary. */
export async function runClusterWorker(options: string): Promise<void> {
  formatOutput()
  try {
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
