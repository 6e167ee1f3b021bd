import cors, { type CorsOptions } from 'cors'
import type { IncomingMessage } from 'node:http'

import type { Env } from '../../runtime/env/env.ts'
import { sendAnswer } from '../answer.ts'
import type { Guard } from '../exchange.ts'

const shared: CorsOptions = {
  methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
  allowedHeaders: [
    'Accept',
    'Accept-Language',
    'Authorization',
    'Content-Type',
    'Idempotency-Key',
    'If-Match',
    'If-None-Match',
    'Last-Event-ID',
    'X-Payload-HTTP-Method-Override',
    'X-Request-Id',
  ],
  exposedHeaders: [
    'Deprecation',
    'ETag',
    'Idempotency-Replayed',
    'Location',
    'RateLimit',
    'RateLimit-Policy',
    'Retry-After',
    'Sunset',
    'X-Request-Id',
    'X-SSE-Support',
  ],
  // Seconds; the most for which browsers cache the response to a preflight.
  maxAge: 7200,
  // Otherwise the package would respond to every OPTIONS as if it were a preflight.
  preflightContinue: true,
}

const isPreflight = ({ method, headers }: IncomingMessage) =>
  method === 'OPTIONS' && headers['access-control-request-method'] !== undefined

const next = () => undefined

/**
 * Sets the headers that let pages of other origins read responses (the CORS protocol of the Fetch
 * standard), and responds to preflights. Listed origins may also send the panel's cookie. With `*`
 * every origin may read responses that need no cookie.
 */
export function corsHeaders({ CORS_ALLOWED_ORIGINS = [] }: Env): Guard {
  const listed = new Set(CORS_ALLOWED_ORIGINS)
  const anyone = listed.delete('*')
  const forListed = cors({ ...shared, origin: true, credentials: true })
  const forAnyone = cors({ ...shared, origin: '*' })

  return (exchange) => {
    const { req, entry, context } = exchange
    const { response } = context
    const { origin } = req.headers
    if (!entry.isCrossOrigin) return false
    // A shared cache must not send the response to one origin to another.
    if (listed.size > 0) response.setHeader('Vary', 'Origin')
    if (origin === undefined) return false
    // The package sets headers and does nothing else with the response.
    if (listed.has(origin)) forListed(req, response as never, next)
    else if (anyone) forAnyone(req, response as never, next)
    if (!isPreflight(req)) return false
    sendAnswer(exchange, { status: 204, headers: [] })
    return true
  }
}
