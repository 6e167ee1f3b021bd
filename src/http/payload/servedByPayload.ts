import type { Payload } from 'payload'

import type { Env } from '../../runtime/env/env.ts'
import type { Authenticate } from '../../shared/principal.ts'
import { jsonAnswer, sendAnswer } from '../answer.ts'
import { authenticateBearer, isBearer } from '../bearer.ts'
import { sendPayloadError } from '../errors/sendError.ts'
import type { Serve } from '../exchange.ts'
import { fromReplica } from '../fromReplica.ts'
import { inContext } from '../inContext.ts'
import { searchOf } from '../queryParameters.ts'
import type { CacheableRead } from '../responseCache/cacheableRead.ts'
import type { ResponseCache } from '../responseCache/responseCache.ts'
import { bridge, type BridgeLimits, type FetchHandler } from './bridge.ts'
import { wrongPaging } from './checkPaging.ts'

export interface PayloadRoutesOptions {
  env: Env
  payload: Payload
  cache: ResponseCache
  authenticate: Authenticate
  /** The reads whose responses are stored, by path. */
  cacheableRestReads: Record<string, CacheableRead>
}

/** The limits of requests that bring no file. */
export const bodyLimits = ({ MAX_BODY_BYTES: bytes }: Env) => ({
  bodyBytes: bytes,
  formBytes: bytes,
})

/**
 * Serves a handler of Payload's. A bad bearer token is refused before Payload sees the request: Payload
 * would take it for an anonymous one, and an app would show an empty list instead of asking its user to
 * sign in. A probe ignores who calls, as the one of v1 does.
 */
export function servedByPayload({ payload, authenticate }: PayloadRoutesOptions) {
  const sendError = sendPayloadError(payload)
  return (handler: FetchHandler, limits: BridgeLimits, { ignoresSignIn = false } = {}): Serve => {
    const serve = bridge(handler, limits)
    const inside: Serve = async (exchange) => {
      const { authorization } = exchange.req.headers
      if (!ignoresSignIn && isBearer(authorization)) {
        await authenticateBearer(authorization!, authenticate, exchange.context)
      }
      const wrong = wrongPaging(searchOf(exchange.req.url!))
      if (wrong === undefined) return serve(exchange)
      const errors = [{ message: `${wrong} must be a whole number.` }]
      return sendAnswer(exchange, jsonAnswer(400, { errors }))
    }
    return fromReplica(payload, inContext(inside, sendError))
  }
}
