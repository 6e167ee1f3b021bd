import cluster from 'node:cluster'
import path from 'node:path'

import { readEnv } from './env/env.ts'
import { formatOutput } from '../observability/logFormat.ts'
import { explainError } from './explainError.ts'
import { openDataStore } from './dataStore.ts'
import { checkPort } from './port.ts'
import { printLine } from '../shared/printLine.ts'
import { type StopOptions, stopOnSignal } from './shutdown.ts'

interface Running {
  url: string
  stop: (options: StopOptions) => Promise<void>
}

interface Flags {
  dev: boolean
  demo: boolean
}

/** Loads the server only where it is needed: the primary of a cluster serves no requests. */
async function start({ dev, demo }: Flags): Promise<Running> {
  const env = readEnv()
  if (env.WEB_CONCURRENCY > 1 && !dev) {
    const { startCluster } = await import('./cluster/primary.ts')
    return startCluster(demo)
  }
  await checkPort(env)
  // PostgreSQL starts in a process of its own while this one loads the server.
  const [database, { startPlatform }, { logUnhandledRejections }] = await Promise.all([
    openDataStore(),
    import('./platform.ts'),
    import('./unhandledRejections.ts'),
  ])
  const ownDatabase = env.DATABASE_URL !== undefined
  const platform = await startPlatform(path.resolve('.'), database, { dev, demo, ownDatabase })
  logUnhandledRejections(platform.payload)
  return platform
}

/** Runs the platform until a signal stops it. A second signal ends it at once. */
export async function main(argv: string[]): Promise<void> {
  if (cluster.isWorker) {
    const { runClusterWorker } = await import('./cluster/worker.ts')
    await runClusterWorker(argv[0]!)
    return
  }
  formatOutput()
  try {
    const { url, stop } = await start({
      dev: argv.includes('--dev'),
      demo: argv.includes('--demo'),
    })
    stopOnSignal(stop)
    printLine(`\nPanel ${url}/admin · REST ${url}/api · Health ${url}/api/health\n`)
  } catch (error) {
    console.error(`✗ ${explainError(error, 'The start-up')}`)
    process.exit(1)
  }
}
