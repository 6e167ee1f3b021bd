import { createServer, type Server } from 'node:http'

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
  await listen(probe, env)
  await new Promise((resolve) => probe.close(resolve))
}
