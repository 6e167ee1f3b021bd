import { createHash, timingSafeEqual } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { promisify } from 'node:util'

import { requestContextOf } from '../shared/requestContext.ts'
import type { Exposition } from '../observability/exposition.ts'
import { StartupError } from '../shared/startup.ts'
import { pathOf } from './requestPath.ts'

const path = '/metrics'

const digest = (text: string) => createHash('sha256').update(text).digest()

const sendText = (res: ServerResponse, status: number, text: string, headers = {}) =>
  res.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8', ...headers }).end(text)

async function sendMetrics(res: ServerResponse, exposition: Exposition) {
  try {
    const text = await exposition.text()
    sendText(res, 200, text, {
      'Content-Type': exposition.contentType,
      'Cache-Control': 'no-store',
    })
  } catch {
    sendText(res, 503, 'Not to be had at the moment.\n')
  }
}

/**
 * Middleware that serves `/metrics` on the main port, to callers with the token (RFC 6750).
 */
export function guardedMetrics(exposition: Exposition, token: string) {
  // Digests have one length, so the duration of the comparison says nothing about the token.
  const wanted = digest(`Bearer ${token}`)
  return (req: IncomingMessage, res: ServerResponse): boolean => {
    if (!req.url!.startsWith(path) || pathOf(req.url!) !== path) return false
    requestContextOf(req).route = 'GET /metrics'
    if (timingSafeEqual(digest(req.headers.authorization ?? ''), wanted)) {
      void sendMetrics(res, exposition)
    } else {
      sendText(res, 401, 'The token of METRICS_TOKEN is asked for.\n', {
        'WWW-Authenticate': 'Bearer realm="metrics"',
      })
    }
    return true
  }
}

/**
 * Serves metrics on a port of their own, to everybody who can reach it.
 *
 * @returns a function that closes the port
 * @throws {StartupError} when the port cannot be opened
 */
export async function openMetricsPort(
  exposition: Exposition,
  port: number,
  host: string,
): Promise<() => Promise<void>> {
  const server = createServer((req, res) => {
    if (pathOf(req.url!) === path) void sendMetrics(res, exposition)
    else sendText(res, 404, `There is only ${path}.\n`)
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', ({ message }) =>
      reject(new StartupError(`METRICS_PORT ${port} cannot be opened (${message}).`)),
    )
    server.listen(port, host, resolve)
  })
  return async () => {
    server.closeAllConnections()
    await promisify(server.close.bind(server))()
  }
}
