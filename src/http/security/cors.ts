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
  // The longest that browsers keep an answer to a preflight.
  maxAge: 7200,
  // It would take every OPTIONS for a preflight, and answer it.
  preflightContinue: true,
}

const isPreflight = ({ method, headers }: IncomingMessage) =>
  method === 'OPTIONS' && headers['access-control-request-method'] !== undefined

const proceed = () => undefined

/**
 * Tells browsers which pages of others may read answers (the Fetch standard's CORS protocol), and
 * answers what they ask beforehand. Listed origins may send the panel's cookie too; with `*` any may
 * read what needs no cookie: nothing, that is, which is not anybody's with the right token.
 *
 * @returns whether the request was a preflight, and is answered
 */
export function corsHeaders({ CORS_ALLOWED_ORIGINS = [] }: Env) {
  const listed = new Set(CORS_ALLOWED_ORIGINS)
  const anyone = listed.delete('*')
  const forListed = cors({ ...shared, origin: true, credentials: true })
  const forAnyone = cors({ ...shared, origin: '*' })

  return (req: IncomingMessage, res: ServerResponse): boolean => {
    const { origin } = req.headers
    // A shared cache must not give one origin what was meant for another.
    if (listed.size > 0) res.setHeader('Vary', 'Origin')
    if (origin === undefined) return false
    if (listed.has(origin)) forListed(req, res, proceed)
    else if (anyone) forAnyone(req, res, proceed)
    if (!isPreflight(req)) return false
    res.writeHead(204).end()
    return true
  }
}
