import { createServer, type Server } from 'node:http'

import { postgresHome, serverIn } from './embeddedPostgres/claimFolder.ts'
import type { Env } from './env/env.ts'
import { StartupError } from '../shared/startup.ts'

/** @throws {StartupError} when the port cannot be opened */
export const listen = (server: Server, env: Env) =>
  new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const reason =
        error.code === 'EADDRINUSE'
          ? `Port ${env.PORT} is taken by another program. Set PORT to a free one.`
          : `Port ${env.PORT} cannot be opened (${error.message}).`
      reject(new StartupError(reason))
    })
    server.listen(env.PORT, env.HOST, resolve)
  })

export const urlOf = (server: Server) => {
  const address = server.address()
  return `http://localhost:${typeof address === 'object' && address ? address.port : ''}`
}

/**
 * Opens and closes the port before the start, so that a taken port is reported at once.
 *
 * @throws {StartupError} when the port cannot be opened
 */
export async function checkPort(env: Env): Promise<void> {
  const probe = createServer()
  try {
    await listen(probe, env)
  } catch (error) {
    // A server whose npm was stopped may have gone on without it: its port and its folder are in use.
    const other = await serverIn(postgresHome(env.DATA_DIR))
    if (other === undefined) throw error
    throw new StartupError(
      `${(error as Error).message} Another server of this platform still runs with the folder ` +
        `${env.DATA_DIR}, process ${other}: stop it with "kill ${other}", or set PORT and DATA_DIR.`,
    )
  }
  await new Promise((resolve) => probe.close(resolve))
}
