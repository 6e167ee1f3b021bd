import type { Payload } from 'payload'

import { withReplica } from '../../database/replicaReads.ts'
import type { Env } from '../../runtime/env/env.ts'
import type { Authenticate } from '../../shared/principal.ts'
import { runWithContext } from '../../shared/requestContext.ts'
import { jsonType, sendAnswer, textAnswer } from '../answer.ts'
import { bearerOf } from '../bearer.ts'
import { matchesIfNoneMatch } from '../conditionalRequests.ts'
import { sendV1Error } from '../errors/sendError.ts'
import type { Exchange, Serve } from '../exchange.ts'
import { searchOf } from '../queryParameters.ts'
import type { CacheableRead, CacheableRequest } from './cacheableRead.ts'
import type { Audience, CachedResponse } from './cachedResponse.ts'
import { type CacheAddress, cacheAddressOf } from './cacheKey.ts'
import { encodingFor } from './encoding.ts'
import { queueRead } from '../readQueue.ts'
import { NotCacheable } from './readRest.ts'
import type { ReadResult, ResponseCache } from './responseCache.ts'

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

  /** Responds at once, or as soon as the body has been compressed for the first time. */
  function send(exchange: Exchange, key: string, response: CachedResponse, audience: Audience) {
    const { req } = exchange
    const encoding = encodingFor(req.headers['accept-encoding'], response.plain.body.length)
    const ready = response.ready(encoding)
    if (!ready) {
      return response.prepare(encoding as 'br' | 'gzip').then((made) => {
        cache.updateSize(key, response)
        sendAnswer(exchange, made.answers[audience])
      })
    }
    const isKnown = matchesIfNoneMatch(req.headers['if-none-match'], response.tag)
    sendAnswer(exchange, (isKnown ? ready.notModified : ready.answers)[audience])
    return undefined
  }

  function sendFailure(exchange: Exchange, error: unknown) {
    if (!(error instanceof NotCacheable)) return sendError(exchange, error)
    // Payload words an error in the language of the client, and this read had no client.
    if (error.status < 500) return next(exchange)
    const again = error.status === 503 ? ['Retry-After', '1'] : []
    return sendAnswer(exchange, textAnswer(error.status, error.type, error.body, again))
  }

  async function readFresh(request: CacheableRequest): Promise<ReadResult> {
    const {
      changesAt,
      type = jsonType,
      ...content
    } = await queueRead(
      payload,
      () => read.read(payload, request),
      ({ body }) => body.length,
    )
    return { content: { ...content, type, isList: read.isList }, changesAt }
  }

  async function fetch(exchange: Exchange, { origin, cacheKey }: CacheAddress, audience: Audience) {
    const request = { id: exchange.params.id ?? '', origin, url: exchange.req.url! }
    try {
      const response = await cache.fetch(cacheKey, () =>
        withReplica(payload, 'current', () => readFresh(request)),
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
