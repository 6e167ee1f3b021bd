import type { Payload } from 'payload'

import { withReplica } from '../../database/replicaReads.ts'
import type { Env } from '../../runtime/env/env.ts'
import { runWithContext } from '../../shared/requestContext.ts'
import type { SendError } from '../errors/sendError.ts'
import type { Exchange, Serve } from '../exchange.ts'
import { searchOf } from '../queryParameters.ts'
import { sharedAddressOf } from '../responseCache/cacheKey.ts'
import { type Audience, CachedResponse } from '../responseCache/cachedResponse.ts'
import { readFresh } from '../responseCache/readFresh.ts'
import type { ResponseCache } from '../responseCache/responseCache.ts'
import { sendCached } from '../responseCache/sendCached.ts'
import type { CachedPage } from './page.ts'
import { cachedPageRequestOf } from './pageRequest.ts'
import { variantOf, variesBy } from './variant.ts'

/**
 * A CDN may serve a page for ten seconds. Nobody serves an older one meanwhile: browsers do what
 * `stale-while-revalidate` says, and would show somebody who has just registered the places from before.
 */
const publicCaching = 'public, max-age=0, s-maxage=10'

export interface CachedPageOptions {
  env: Env
  payload: Payload
  cache: ResponseCache
}

/**
 * Serves a page from the response cache, as reads of the APIs are (docs/decisions/0015-cache.md). It has
 * one copy for each language, with and without a session.
 */
export function serveCachedPage(
  page: CachedPage,
  sendError: SendError,
  { env, payload, cache }: CachedPageOptions,
): Serve {
  const send = sendCached(cache)

  const readAnew = (exchange: Exchange) =>
    withReplica(payload, 'current', async () => {
      const request = cachedPageRequestOf(exchange, env.PUBLIC_URL)
      const { content, changesAt } = await readFresh(payload, page.isList, () =>
        page.read(payload, request),
      )
      return { content: { ...content, publicCaching, varies: variesBy(request) }, changesAt }
    })

  /** A page that is made for this request alone. */
  async function readOnly(exchange: Exchange) {
    const { content } = await readAnew(exchange)
    return new CachedResponse(content, { readAt: 0, expiresAt: 0 })
  }

  async function serveAnew(exchange: Exchange, key: string | undefined, audience: Audience) {
    try {
      const response = await (key === undefined
        ? readOnly(exchange)
        : cache.fetch(key, () => readAnew(exchange)))
      await send(exchange, key ?? '', response, audience)
    } catch (error) {
      sendError(exchange, error)
    }
  }

  return (exchange) => {
    const { req } = exchange
    const { isSignedIn, language } = variantOf(req.headers, req.url!)
    const address = sharedAddressOf(exchange, env.PUBLIC_URL)
    const key = address && `${language}${isSignedIn ? '+' : '-'} ${address.cacheKey}`
    const response = key === undefined ? undefined : cache.find(key)
    // Another user of a browser must not see the links of one who has signed out.
    const audience = isSignedIn ? 'private' : 'public'
    if (response) return send(exchange, key!, response, audience)
    const isStored = page.allowsQuery?.(searchOf(req.url!)) !== false
    return runWithContext(exchange.context, () =>
      isStored ? serveAnew(exchange, key, audience) : serveAnew(exchange, undefined, 'private'),
    )
  }
}
