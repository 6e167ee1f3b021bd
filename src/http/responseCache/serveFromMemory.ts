import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Payload } from 'payload'

import type { Env } from '../../runtime/env/env.ts'
import { networkOf } from '../rateLimit/clientNetwork.ts'
import { requestContextOf, type RequestContext } from '../../shared/requestContext.ts'
import { tryConsume } from '../rateLimit/limits.ts'
import { hostCheck } from '../security/hostCheck.ts'
import { headersOfApi } from '../security/securityHeaders.ts'
import type { ResponseCache } from './responseCache.ts'
import { encodingFor } from './encoding.ts'
import { addressOf } from './cacheKey.ts'

/** What the answer hangs on besides its address. */
export const varies = 'Accept-Encoding, Authorization, Cookie'

/**
 * Answers what most strangers ask for, when all of it is in memory: ahead of the stations, with one list
 * of headers instead of a call for each. It asks what they would ask, and leaves whatever is not as
 * plain as can be to them.
 *
 * @returns answers a request, or leaves it untouched and says so
 */
export function serveFromMemory(env: Env, payload: Payload, answers: ResponseCache) {
  const wrongHost = hostCheck(env)
  const constant = headersOfApi(env)
  // With origins on a list each answer says which of them may read it.
  const isPlain = ({ method, headers }: IncomingMessage) =>
    method === 'GET' &&
    env.CORS_ALLOWED_ORIGINS === undefined &&
    headers.origin === undefined &&
    headers['if-none-match'] === undefined

  function formFor(req: IncomingMessage, context: RequestContext) {
    const address = addressOf(req, context, env.PUBLIC_URL)
    const answer = address && answers.find(address.key)
    if (!answer) return undefined
    context.route = answer.route
    return answer.ready(encodingFor(req.headers['accept-encoding'], answer.plain.body.length))
  }

  return (req: IncomingMessage, res: ServerResponse): boolean => {
    if (!isPlain(req) || wrongHost(req.headers.host)) return false
    const context = requestContextOf(req)
    const form = formFor(req, context)
    if (!form || !tryConsume(payload, 'requests', networkOf(context.address), context.startedAt)) {
      return false
    }
    context.bytes = form.body.length
    const own = ['X-Request-Id', context.id, 'Vary', varies]
    res.writeHead(200, [...constant(context), ...own, ...form.list]).end(form.body)
    return true
  }
}
