import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Payload } from 'payload'

import { writeLine } from '../../observability/logger.ts'
import { publish } from '../../shared/diagnostics.ts'
import { redactPath } from '../../observability/redact.ts'
import { type Span, tracer } from '../../shared/tracing.ts'
import type { RequestContext } from '../../shared/requestContext.ts'
import { routeNames } from './routeNames.ts'
import { type Level, requestLine, type EndedRequest } from './requestLine.ts'
import type { RequestMeter } from './requestMeter.ts'

/** The status that proxies log for a client that disconnected before the response. */
const disconnected = 499

/** Machines send these every few seconds, so they are logged at level `debug`. */
const probes = /^\/(api\/health|metrics)/

const methods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])

export type ObserveRequest = (
  req: IncomingMessage,
  res: ServerResponse,
  context: RequestContext,
) => void

const levelOf = (status: number, path: string): Level =>
  status >= 500 ? 'warn' : probes.test(path) ? 'debug' : 'info'

/** The attributes follow OpenTelemetry's semantic conventions for HTTP servers. */
const beginSpan = (req: IncomingMessage, { address, protocol }: RequestContext) =>
  tracer()?.begin(
    'request',
    req.method!,
    {
      'http.request.method': req.method,
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
    name: `${method} ${route}`,
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
export function observeRequests({ logger, config }: Payload, meter?: RequestMeter): ObserveRequest {
  const { pathOf, routeOf } = routeNames(config)

  const log = (context: RequestContext, request: EndedRequest, ms: number) => {
    const level = levelOf(request.status, request.path)
    // The level of Payload's log applies to these lines too.
    if (!logger.isLevelEnabled(level)) return
    writeLine(requestLine(level, context, request, ms))
  }

  return (req, res, context) => {
    context.span = beginSpan(req, context)
    meter?.begin()
    res.once('close', () => {
      const ms = performance.now() - context.startedAt
      const status = res.headersSent ? res.statusCode : disconnected
      const method = methods.has(req.method!) ? req.method! : 'OTHER'
      const request = {
        method,
        route: routeOf(req),
        path: redactPath(pathOf(req)),
        status,
        bytes: context.bytes ?? (res.getHeader('content-length') as number | string | undefined),
      }
      meter?.end(request.method, request.route, status, ms / 1000)
      log(context, request, ms)
      if (context.span) endSpan(context.span, context, request)
      if (status >= 500 && !context.isReported) publish('failure', { context, ...request })
    })
  }
}
