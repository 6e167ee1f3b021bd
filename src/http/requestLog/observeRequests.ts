import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Payload } from 'payload'

import { writeLine } from '../../observability/logger.ts'
import { happened } from '../../shared/diagnostics.ts'
import { scrubPath } from '../../observability/redact.ts'
import { type Span, tracer } from '../../shared/tracing.ts'
import type { Visit } from '../../shared/requestContext.ts'
import { routeNames } from './routeNames.ts'
import { type Level, requestLine, type Told } from './requestLine.ts'
import type { RequestMeter } from './requestMeter.ts'

/** What proxies write for a client that went before it had its answer. */
const clientGone = 499

/** Asked every few seconds by machines: a line each is for whoever looks for a fault. */
const probes = /^\/(api\/health|metrics)/

const methods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])

export type Watch = (req: IncomingMessage, res: ServerResponse, visit: Visit) => void

const levelOf = (status: number, path: string): Level =>
  status >= 500 ? 'warn' : probes.test(path) ? 'debug' : 'info'

/** Semantic conventions of OpenTelemetry for HTTP servers. */
const begin = (req: IncomingMessage, { address, protocol }: Visit) =>
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

const end = (span: Span, { id, userId }: Visit, { method, route, path, status }: Told) =>
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
export function watchRequests({ logger, config }: Payload, meter?: RequestMeter): Watch {
  const { pathOf, routeOf } = routeNames(config)

  const note = (visit: Visit, told: Told, ms: number) => {
    const level = levelOf(told.status, told.path)
    // Whoever silences Payload's log has silenced this one.
    if (!logger.isLevelEnabled(level)) return
    writeLine(requestLine(level, visit, told, ms))
  }

  return (req, res, visit) => {
    visit.span = begin(req, visit)
    meter?.begin()
    res.once('close', () => {
      const ms = performance.now() - visit.began
      const status = res.headersSent ? res.statusCode : clientGone
      const method = methods.has(req.method!) ? req.method! : 'OTHER'
      const told = {
        method,
        route: routeOf(req),
        path: scrubPath(pathOf(req)),
        status,
        bytes: visit.bytes ?? (res.getHeader('content-length') as number | string | undefined),
      }
      meter?.end(told.method, told.route, status, ms / 1000)
      note(visit, told, ms)
      if (visit.span) end(visit.span, visit, told)
      if (status >= 500 && !visit.isReported) happened('failure', { visit, ...told })
    })
  }
}
