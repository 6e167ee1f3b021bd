import path from 'node:path'

import { readEnv } from '../env/env.ts'
import { logsJson } from '../../observability/logFormat.ts'
import { explain } from '../explainError.ts'
import { type Platform, startPart } from '../platform.ts'
import { type Failure, type Orders, stopWord } from './primary.ts'
import { sayAsJson } from '../printLine.ts'
import { surviveLostErrors } from '../unhandledRejections.ts'

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
  process.on('message', (message) => void (message === stopWord && end()))
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void end())
}

/** Runs one of the web processes of `WEB_CONCURRENCY`, on the orders of the first. */
export async function runOneOfSeveral(orders: string): Promise<void> {
  try {
    sayAsJson(logsJson(readEnv()))
    const platform = await startPart(path.resolve('.'), JSON.parse(orders) as Orders)
    surviveLostErrors(platform.payload)
    untilTold(platform)
  } catch (error) {
    const failure: Failure = { reason: explain(error, 'The start-up') }
    process.send?.(failure, undefined, {}, () => process.exit(1))
  }
}
