import { createHash, timingSafeEqual } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { promisify } from 'node:util'

import { requestContextOf } from '../shared/requestContext.ts'
import type { Exposition } from '../observability/exposition.ts'
import { StartupError } from '../shared/startup.ts'

const path = '/metrics'

const pathOf = ({ url = '' }: IncomingMessage) => url.split('?', 1)[0]

const digest = (text: string) => createHash('sha256').update(text).digest()

const answer = (res: ServerResponse, status: number, text: string, headers = {}) =>
  res.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8', ...headers }).end(text)

async function show(res: ServerResponse, exposition: Exposition) {
  try {
    const text = await exposition.text()
    answer(res, 200, text, {
      'Content-Type': exposition.contentType,
      'Cache-Control': 'no-store',
    })
  } catch {
    answer(res, 503, 'Not to be had at the moment.\n')
  }
}

/**
 * Shows metrics to who bears the token (RFC 6750), on the port that everything else is on.
 *
 * @returns a station: it answers `/metrics` and leaves all other requests alone
 */
export function guardedMetrics(exposition: Exposition, token: string) {
  // Compared as digests: their lengths are alike, and how long it takes tells nothing.
  const wanted = digest(`Bearer ${token}`)
  return (req: IncomingMessage, res: ServerResponse): boolean => {
    if (!req.url!.startsWith(path) || pathOf(req) !== path) return false
    requestContextOf(req).route = 'GET /metrics'
    if (timingSafeEqual(digest(req.headers.authorization ?? ''), wanted)) {
      void show(res, exposition)
    } else {
      answer(res, 401, 'The token of METRICS_TOKEN is asked for.\n', {
        'WWW-Authenticate': 'Bearer realm="metrics"',
      })
    }
    return true
  }
}

/**
 * Shows metrics on a port of their own, to anybody who reaches it.
 *
 * @returns what closes it
 * @throws {StartupError} when the port cannot be had
 */
export async function openMetricsPort(
  exposition: Exposition,
  port: number,
  host: string,
): Promise<() => Promise<void>> {
  const server = createServer((req, res) => {
    if (pathOf(req) === path) void show(res, exposition)
    else answer(res, 404, `There is only ${path}.\n`)
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
