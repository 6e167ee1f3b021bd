import { createHash, timingSafeEqual } from 'node:crypto'
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import { promisify } from 'node:util'

import type { Exposition } from '../observability/exposition.ts'
import { StartupError } from '../shared/startup.ts'
import { type Answer, sendAnswer, textAnswer } from './answer.ts'
import { EncodedBody } from './encodedBody.ts'
import type { Serve } from './exchange.ts'
import { pathOf } from './requestPath.ts'
import { routeEntry, type RouteTable } from './routeTable.ts'

const path = '/metrics'

const digest = (text: string) => createHash('sha256').update(text).digest()

const plainType = 'text/plain; charset=utf-8'

async function metricsAnswer(
  exposition: Exposition,
  headers: IncomingHttpHeaders,
): Promise<Answer> {
  try {
    const body = Buffer.from(await exposition.text())
    const type = exposition.contentType
    return await new EncodedBody({ type, body, cacheControl: 'no-store' }).answerFor(headers)
  } catch {
    return textAnswer(503, plainType, 'Not to be had at the moment.\n')
  }
}

/** Adds `/metrics` on the main port to the table, for callers with the token (RFC 6750). */
export function addMetrics(table: RouteTable, exposition: Exposition, token: string): void {
  // Digests have one length, so the duration of the comparison says nothing about the token.
  const wanted = digest(`Bearer ${token}`)
  const serve: Serve = async (exchange) => {
    const { headers } = exchange.req
    const given = digest(headers.authorization ?? '')
    if (timingSafeEqual(given, wanted))
      sendAnswer(exchange, await metricsAnswer(exposition, headers))
    else {
      const challenge = ['WWW-Authenticate', 'Bearer realm="metrics"']
      const text = 'The token of METRICS_TOKEN is asked for.\n'
      sendAnswer(exchange, textAnswer(401, plainType, text, challenge))
    }
  }
  const entry = routeEntry({
    name: path,
    kind: 'metrics',
    serve,
    isCrossOrigin: false,
    allowsAnyHost: true,
    isFrequent: true,
    isNoStore: false,
  })
  table.addBoth(['GET', 'HEAD'], path, entry)
}

/** Writes an answer outside the pipeline: this port has one path and no clients but collectors. */
const write = (res: ServerResponse, { status, headers, body }: Answer) =>
  res.writeHead(status, [...headers]).end(body)

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
    if (pathOf(req.url!) === path)
      void metricsAnswer(exposition, req.headers).then((made) => write(res, made))
    else write(res, textAnswer(404, plainType, `There is only ${path}.\n`))
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
