import { readEnv } from '../config/env.ts'
import { logsJson } from '../config/logFormat.ts'
import { startWorker } from '../jobs/worker.ts'
import { openBackend } from './backend.ts'
import { explain } from './explain.ts'
import { openMetrics } from './observe/exposition.ts'
import { sayAsJson } from './say.ts'
import { step } from './steps.ts'
import { surviveLostErrors } from './surviveLostErrors.ts'
import { untilStopped } from './untilStopped.ts'

/** Works on the queue, without serving anybody, until it is told to stop. */
export async function work(): Promise<void> {
  try {
    sayAsJson(logsJson(readEnv()))
    const { env, payload, stop } = await openBackend(true)
    const closeMetrics = await openMetrics(payload, env)
    const worker = await step('Worker', () =>
      Promise.resolve(startWorker(payload, env, env.DATABASE_URL!)),
    )
    surviveLostErrors(payload)
    untilStopped(async () => {
      await worker.stop()
      await closeMetrics()
      await stop()
    })
  } catch (error) {
    console.error(`✗ ${explain(error, 'The start-up')}`)
    process.exit(1)
  }
}
