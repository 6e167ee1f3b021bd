import type { IncomingMessage } from 'node:http'
import type { Payload } from 'payload'

import { writeLine } from '../../observability/logger.ts'
import { publish } from '../../shared/diagnostics.ts'
import { redactPath } from '../../observability/redact.ts'
import { type Span, tracer } from '../../shared/tracing.ts'
import type { RequestContext } from '../../shared/requestContext.ts'
import type { Exchange } from '../exchange.ts'
import { pathOf } from '../requestPath.ts'
import { type Level, requestLine, type EndedRequest } from './requestLine.ts'
import type { RequestMeter } from './requestMeter.ts'

/** The status that proxies log for a client that disconnected before the response. */
const disconnected = 499

/** The methods of HTTP (RFC 9110 and 5789). Every other one is `_OTHER`, or clients could make endless series. */
const methods = new Set('CONNECT DELETE GET HEAD OPTIONS PATCH POST PUT TRACE'.split(' '))

/** The method as OpenTelemetry's conventions name it. */
const methodOf = (req: IncomingMessage) => (methods.has(req.method!) ? req.method! : '_OTHER')

export type ObserveRequest = (exchange: Exchange) => void

const levelOf = (status: number, isFrequent: boolean): Level =>
  status >= 500 ? 'warn' : isFrequent ? 'debug' : 'info'

/** The attributes follow OpenTelemetry's semantic conventions for HTTP servers. */
const beginSpan = (req: IncomingMessage, { address, protocol }: RequestContext) =>
  tracer()?.begin(
    'request',
    req.method!,
    {
      'http.request.method': methodOf(req),
      'http.request.method_original': methods.has(req.method!) ? undefined : req.method,
      'url.scheme': protocol,
      'client.address': address,
      'user_agent.original': req.headers['user-agent'],
    },
    req.headers,
  )

const endSpan = (
  span: Span,
  { id, userId }: RequestContext,
  { method, route, path, status }: EndedRequest,
) =>
  span.end({
    name: `${method === '_OTHER' ? 'HTTP' : method} ${route}`,
    attributes: {
      'http.route': route,
      'http.response.status_code': status,
      'url.path': path,
      'robo_events.request_id': id,
      'user.id': userId,
    },
    failed: status >= 500,
  })

/**
 * Makes the function that follows a request: when the request ends, it writes a log line, counts the
 * duration and ends the trace.
 *
 * @param meter for durations; undefined when nothing is measured
 */
export function observeRequests({ logger }: Payload, meter?: RequestMeter): ObserveRequest {
  const log = (exchange: Exchange, request: EndedRequest, ms: number) => {
    const level = levelOf(request.status, exchange.entry.isFrequent)
    // The level of Payload's log applies to these lines too.
    if (!logger.isLevelEnabled(level)) return
    writeLine(requestLine(level, exchange.context, request, ms))
  }

  function end(exchange: Exchange, url: string) {
    const { req, res, context } = exchange
    const ms = performance.now() - context.startedAt
    const isWebSocket = res.statusCode === 101
    const status = res.headersSent || isWebSocket ? res.statusCode : disconnected
    const method = methodOf(req)
    const request = {
      method,
      route: context.route,
      path: redactPath(pathOf(url)),
      status,
      // Node has the header only where another writer has set it.
      bytes:
        context.response.getHeader('Content-Length') ??
        (res.getHeader('content-length') as number | string | undefined),
    }
    if (!exchange.entry.staysOpen) meter?.end(method, exchange.entry, status, ms / 1000)
    log(exchange, request, ms)
    if (context.span) endSpan(context.span, context, request)
    if (status >= 500 && !context.isReported) publish('failure', { context, ...request })
  }

  return (exchange) => {
    const { req, res, context, entry } = exchange
    context.span = beginSpan(req, context)
    if (!entry.staysOpen) meter?.begin()
    // Express and Next may change the URL of the request.
    const url = req.url!
    res.once('close', () => end(exchange, url))
  }
}
