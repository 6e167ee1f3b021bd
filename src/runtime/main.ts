import cluster from 'node:cluster'
import path from 'node:path'

import { readEnv } from './env/env.ts'
import { logsJson } from '../observability/logFormat.ts'
import { explain } from './explainError.ts'
import { say, sayAsJson } from './printLine.ts'
import { untilStopped } from './shutdown.ts'

interface Running {
  url: string
  stop: () => Promise<void>
}

interface Flags {
  dev: boolean
  demo: boolean
}

/** Loaded late: the first of several processes needs none of what serves. */
async function start({ dev, demo }: Flags): Promise<Running> {
  if (readEnv().WEB_CONCURRENCY > 1 && !dev) {
    const { startProcesses } = await import('./cluster/primary.ts')
    return startProcesses(demo)
  }
  const { startPlatform } = await import('./platform.ts')
  const { surviveLostErrors } = await import('./unhandledRejections.ts')
  const platform = await startPlatform(path.resolve('.'), { dev, demo })
  surviveLostErrors(platform.payload)
  return platform
}

/** Runs the platform until it is told to stop; a second signal does not wait. */
export async function main(argv: string[]): Promise<void> {
  if (cluster.isWorker) {
    const { runOneOfSeveral } = await import('./cluster/worker.ts')
    await runOneOfSeveral(argv[0]!)
    return
  }
  try {
    sayAsJson(logsJson(readEnv()))
    const { url, stop } = await start({
      dev: argv.includes('--dev'),
      demo: argv.includes('--demo'),
    })
    untilStopped(stop)
    say(`\nPanel ${url}/admin · REST ${url}/api · Health ${url}/api/health\n`)
  } catch (error) {
    console.error(`✗ ${explain(error, 'The start-up')}`)
    process.exit(1)
  }
}
