import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Payload } from 'payload'

import type { Env } from '../../runtime/env/env.ts'
import { type RequestContext, requestContextOf } from '../../shared/requestContext.ts'
import { networkOf } from '../rateLimit/clientNetwork.ts'
import { tryConsume } from '../rateLimit/limits.ts'
import { hostCheck } from '../security/hostCheck.ts'
import { apiHeaders } from '../security/securityHeaders.ts'
import type { Representation } from './cachedResponse.ts'
import { cacheAddressOf } from './cacheKey.ts'
import { encodingFor } from './encoding.ts'
import type { ResponseCache } from './responseCache.ts'

/** The request headers on which a cached response depends. */
export const varies = 'Accept-Encoding, Authorization, Cookie'

/**
 * Serves the most common requests of anonymous callers when the response is in memory. It runs before
 * all other middleware, and writes one list of headers instead of calling `setHeader` for each. It
 * applies the same host check and rate limit as the middleware after it, and leaves every request
 * with something unusual to them.
 *
 * @returns a middleware: true when it has responded, false when the request is untouched
 */
export function serveFromMemory(env: Env, payload: Payload, cache: ResponseCache) {
  const wrongHost = hostCheck(env)
  const constant = apiHeaders(env)
  // With a list of origins every response names the origin that may read it.
  const isPlain = ({ method, headers }: IncomingMessage) =>
    method === 'GET' &&
    env.CORS_ALLOWED_ORIGINS === undefined &&
    headers.origin === undefined &&
    headers['if-none-match'] === undefined

  function find(req: IncomingMessage, context: RequestContext): Representation | undefined {
    const address = cacheAddressOf(req, context, env.PUBLIC_URL)
    const response = address && cache.find(address.cacheKey)
    if (!response) return undefined
    context.route = response.route
    return response.ready(encodingFor(req.headers['accept-encoding'], response.plain.body.length))
  }

  return (req: IncomingMessage, res: ServerResponse): boolean => {
    if (!isPlain(req) || wrongHost(req.headers.host)) return false
    const context = requestContextOf(req)
    const found = find(req, context)
    if (!found || !tryConsume(payload, 'requests', networkOf(context.address), context.startedAt)) {
      return false
    }
    context.bytes = found.body.length
    const own = ['X-Request-Id', context.id, 'Vary', varies]
    res.writeHead(200, [...constant(context), ...own, ...found.list]).end(found.body)
    return true
  }
}
