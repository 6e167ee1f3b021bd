import path from 'node:path'

import { explain } from './explain.ts'
import { startPlatform } from './platform.ts'
import { untilStopped } from './untilStopped.ts'

/** Runs the platform until it is told to stop; a second signal does not wait. */
export async function main(argv: string[]): Promise<void> {
  try {
    const platform = await startPlatform(path.resolve('.'), {
      dev: argv.includes('--dev'),
      demo: argv.includes('--demo'),
    })
    // When the database fails, Payload leaves promises behind that nobody waits for. The request that
    // they belong to has its answer; the server, and all others, must not end over them.
    process.on('unhandledRejection', (err) =>
      platform.payload.logger.error({ err, msg: 'An error reached nobody' }),
    )
    untilStopped(() => platform.stop())
    console.log(
      `\nPanel ${platform.url}/admin · REST ${platform.url}/api · Health ${platform.url}/api/health\n`,
    )
  } catch (error) {
    console.error(`✗ ${explain(error, 'The start-up')}`)
    process.exit(1)
  }
}
