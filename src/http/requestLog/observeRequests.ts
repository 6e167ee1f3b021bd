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

/** What proxies write for a client that went before it had its answer. */
const clientGone = 499

/** Asked every few seconds by machines: a line each is for whoever looks for a fault. */
const probes = /^\/(api\/health|metrics)/

const methods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])

export type ObserveRequest = (
  req: IncomingMessage,
  res: ServerResponse,
  context: RequestContext,
) => void

const levelOf = (status: number, path: string): Level =>
  status >= 500 ? 'warn' : probes.test(path) ? 'debug' : 'info'

/** Semantic conventions of OpenTelemetry for HTTP servers. */
const begin = (req: IncomingMessage, { address, protocol }: RequestContext) =>
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

const end = (
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
 * Has a line written of every request when it ends, its time counted, and its trace ended.
 *
 * @param meter where times are counted, if anywhere
 */
export function observeRequests({ logger, config }: Payload, meter?: RequestMeter): ObserveRequest {
  const { pathOf, routeOf } = routeNames(config)

  const note = (context: RequestContext, told: EndedRequest, ms: number) => {
    const level = levelOf(told.status, told.path)
    // Whoever silences Payload's log has silenced this one.
    if (!logger.isLevelEnabled(level)) return
    writeLine(requestLine(level, context, told, ms))
  }

  return (req, res, context) => {
    context.span = begin(req, context)
    meter?.begin()
    res.once('close', () => {
      const ms = performance.now() - context.startedAt
      const status = res.headersSent ? res.statusCode : clientGone
      const method = methods.has(req.method!) ? req.method! : 'OTHER'
      const told = {
        method,
        route: routeOf(req),
        path: redactPath(pathOf(req)),
        status,
        bytes: context.bytes ?? (res.getHeader('content-length') as number | string | undefined),
      }
      meter?.end(told.method, told.route, status, ms / 1000)
      note(context, told, ms)
      if (context.span) end(context.span, context, told)
      if (status >= 500 && !context.isReported) publish('failure', { context, ...told })
    })
  }
}
