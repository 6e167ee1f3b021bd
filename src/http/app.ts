import type { RequestListener } from 'node:http'

import type { Exposition } from '../observability/exposition.ts'
import { runWithContext } from '../shared/requestContext.ts'
import { type ExpressOptions, expressApp } from './expressApp.ts'
import { type FastPath, type FastPathOptions, fastPath } from './fastPath.ts'
import { guardedMetrics } from './metricsEndpoint.ts'
import type { Middleware } from './middleware.ts'
import { limitRequests } from './rateLimit/limitRequests.ts'
import { receiveRequest } from './receiveRequest.ts'
import { serveFromReplicas } from './chooseReplica.ts'
import { observeRequests } from './requestLog/observeRequests.ts'
import { recordCallers } from './requestLog/recordCallers.ts'
import type { RequestMeter } from './requestLog/requestMeter.ts'
import type { CacheableRead } from './responseCache/cacheableRead.ts'
import { noStoreByDefault } from './responseCache/noStoreByDefault.ts'
import { ResponseCache } from './responseCache/responseCache.ts'
import { serveCachedReads } from './responseCache/serveCachedReads.ts'
import { serveFromMemory } from './responseCache/serveFromMemory.ts'
import { guardOrigins } from './security/guardOrigins.ts'
import { bodyTimeout } from './timeouts/bodyTimeout.ts'

export type { ServerOptions } from './expressApp.ts'

/** What the features add to the server. `src/composition/createApp.ts` puts it together. */
export interface ListenerOptions extends ExpressOptions, Pick<FastPathOptions, 'verifyToken'> {
  fastPaths: FastPath[]
  cacheableReads: CacheableRead[]
  /** Undefined when nothing is measured. */
  metrics: { requests: RequestMeter; exposition: Exposition } | undefined
}

/** What each request passes before the fast paths and Express, in this order. */
function middlewareOf(
  { env, payload, panel, cacheableReads, metrics }: ListenerOptions,
  cache: ResponseCache,
  next: RequestListener,
): Middleware[] {
  const { METRICS_TOKEN } = env
  return [
    guardOrigins({ env, payload, hasPanel: panel !== undefined }),
    limitRequests(payload),
    bodyTimeout(payload, env.CLIENT_SECONDS),
    ...(METRICS_TOKEN && metrics ? [guardedMetrics(metrics.exposition, METRICS_TOKEN)] : []),
    serveCachedReads({ env, payload, cache, reads: cacheableReads, next }),
  ]
}

/**
 * The request listener for an HTTP server. Middleware serves most requests before they reach Express.
 * AsyncLocalStorage starts after it: started earlier, it costs cache hits 25 % of their speed.
 */
export function createRequestListener(options: ListenerOptions): RequestListener {
  const { env, payload, isDraining = () => false, metrics, authenticate, verifyToken } = options
  const app = serveFromReplicas(payload, expressApp(options))
  const cache = new ResponseCache(payload, env)
  const servedFromMemory = serveFromMemory(env, payload, cache)
  const middleware = middlewareOf(options, cache, app)
  const { MAX_BODY_BYTES: maxBodyBytes } = env
  const fastPaths = options.fastPaths.map((path) =>
    fastPath(path, { payload, maxBodyBytes, authenticate, verifyToken }),
  )
  recordCallers(payload)
  const observe = observeRequests(payload, metrics?.requests)
  return (req, res) => {
    // The client of a stopping server opens its next connection to another one.
    if (isDraining()) res.setHeader('Connection', 'close')
    const context = receiveRequest(req, res, env.TRUSTED_PROXIES)
    observe(req, res, context)
    if (servedFromMemory(req, res)) return
    res.setHeader('X-Request-Id', context.id)
    noStoreByDefault(req, res)
    if (middleware.some((serves) => serves(req, res))) return
    runWithContext(context, () => {
      if (!fastPaths.some((serves) => serves(req, res))) app(req, res)
    })
  }
}
