import { formatOutput } from '../observability/logFormat.ts'
import { startWorker } from '../queue/worker.ts'
import { openBackend } from './backend.ts'
import { explainError } from './explainError.ts'
import { jobs } from '../composition/jobs.ts'
import { openMetrics } from '../composition/metrics/exposition.ts'
import { step } from '../shared/startup.ts'
import { logUnhandledRejections } from './unhandledRejections.ts'
import { stopOnSignal } from './shutdown.ts'

/** Runs the jobs of the queue, without a server, until a signal stops it. */
export async function runWorkerProcess(): Promise<void> {
  formatOutput()
  try {
    const { env, payload, stop } = await openBackend()
    const closeMetrics = await openMetrics(payload, env)
    const worker = await step('Worker', () =>
      Promise.resolve(startWorker({ payload, env, databaseUrl: env.DATABASE_URL!, jobs })),
    )
    logUnhandledRejections(payload)
    stopOnSignal(async () => {
      await worker.stop()
      await closeMetrics()
      await stop()
    })
  } catch (error) {
    console.error(`✗ ${explainError(error, 'The start-up')}`)
    process.exit(1)
  }
}
