import type { Payload } from 'payload'

import { withReplica } from '../../database/replicaReads.ts'
import type { Env } from '../../runtime/env/env.ts'
import type { Authenticate } from '../../shared/principal.ts'
import { runWithContext } from '../../shared/requestContext.ts'
import { sendAnswer, textAnswer } from '../answer.ts'
import { bearerOf } from '../bearer.ts'
import { sendV1Error } from '../errors/sendError.ts'
import type { Exchange, Serve } from '../exchange.ts'
import { searchOf } from '../queryParameters.ts'
import type { CacheableRead } from './cacheableRead.ts'
import type { Audience } from './cachedResponse.ts'
import { type CacheAddress, cacheAddressOf } from './cacheKey.ts'
import { readFresh } from './readFresh.ts'
import { NotCacheable } from './readRest.ts'
import type { ResponseCache } from './responseCache.ts'
import { sendCached } from './sendCached.ts'

export interface CachedReadOptions {
  env: Env
  payload: Payload
  cache: ResponseCache
  authenticate: Authenticate
}

/**
 * Serves a read from memory, from Redis, or from one read of the database that all waiting requests
 * share. Anonymous callers get it, and signed-in users who may see nothing else.
 *
 * @param next serves the other requests, and those that cannot be cached after all
 */
export function serveCachedRead(
  read: CacheableRead,
  next: Serve,
  { env, payload, cache, authenticate }: CachedReadOptions,
): Serve {
  const sendError = sendV1Error(payload)
  const send = sendCached(cache)

  function sendFailure(exchange: Exchange, error: unknown) {
    if (!(error instanceof NotCacheable)) return sendError(exchange, error)
    // Payload words an error in the language of the client, and this read had no client.
    if (error.status < 500) return next(exchange)
    const again = error.status === 503 ? ['Retry-After', '1'] : []
    return sendAnswer(exchange, textAnswer(error.status, error.type, error.body, again))
  }

  async function fetch(exchange: Exchange, { origin, cacheKey }: CacheAddress, audience: Audience) {
    const request = { id: exchange.params.id ?? '', origin, url: exchange.req.url! }
    try {
      const response = await cache.fetch(cacheKey, () =>
        withReplica(payload, 'current', () =>
          readFresh(payload, read.isList, () => read.read(payload, request)),
        ),
      )
      await send(exchange, cacheKey, response, audience)
    } catch (error) {
      await sendFailure(exchange, error)
    }
  }

  function serve(exchange: Exchange, address: CacheAddress, audience: Audience) {
    const response = cache.find(address.cacheKey)
    if (response) return send(exchange, address.cacheKey, response, audience)
    const search = searchOf(exchange.req.url!)
    if (search && read.allowsQuery?.(search) === false) return next(exchange)
    return runWithContext(exchange.context, () => fetch(exchange, address, audience))
  }

  /** Serves a signed-in user. The usual route also says what is wrong with a bad token. */
  function serveUser(exchange: Exchange, address: CacheAddress, authorization: string) {
    const token = bearerOf(authorization)
    // Without the cache nothing tells this process that a user has got a draft.
    if (!token || !env.CACHE) return next(exchange)
    const decide = (user: Awaited<ReturnType<Authenticate>>) =>
      user && read.isSameFor(user) ? serve(exchange, address, 'private') : next(exchange)
    const user = authenticate(token, exchange.context)
    return user instanceof Promise ? user.then(decide) : decide(user)
  }

  return (exchange) => {
    const address = cacheAddressOf(exchange, env.PUBLIC_URL)
    if (!address || (read.needsCache && !env.CACHE)) return next(exchange)
    const { authorization } = exchange.req.headers
    if (authorization === undefined) return serve(exchange, address, 'public')
    return serveUser(exchange, address, authorization)
  }
}
