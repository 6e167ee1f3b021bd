import cors, { type CorsOptions } from 'cors'
import type { IncomingMessage, ServerResponse } from 'node:http'

import type { Env } from '../../runtime/env/env.ts'

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
 *
 * @returns a middleware: true when it has responded to a preflight
 */
export function corsHeaders({ CORS_ALLOWED_ORIGINS = [] }: Env) {
  const listed = new Set(CORS_ALLOWED_ORIGINS)
  const anyone = listed.delete('*')
  const forListed = cors({ ...shared, origin: true, credentials: true })
  const forAnyone = cors({ ...shared, origin: '*' })

  return (req: IncomingMessage, res: ServerResponse): boolean => {
    const { origin } = req.headers
    // A shared cache must not send the response to one origin to another.
    if (listed.size > 0) res.setHeader('Vary', 'Origin')
    if (origin === undefined) return false
    if (listed.has(origin)) forListed(req, res, next)
    else if (anyone) forAnyone(req, res, next)
    if (!isPreflight(req)) return false
    res.writeHead(204).end()
    return true
  }
}
