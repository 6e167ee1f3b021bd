import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import type { Payload } from 'payload'

import { withReplica } from '../../database/replicaReads.ts'
import type { Env } from '../../runtime/env/env.ts'
import { requestContextOf, runWithContext } from '../../shared/requestContext.ts'
import { matchesIfNoneMatch } from '../conditionalRequests.ts'
import { pathOf } from '../requestPath.ts'
import { respondWithError } from '../respondWithError.ts'
import { varyWith } from '../vary.ts'
import type { CacheableRead, CacheableRequest } from './cacheableRead.ts'
import type { CachedResponse, Representation } from './cachedResponse.ts'
import { type CacheAddress, cacheAddressOf } from './cacheKey.ts'
import { encodingFor } from './encoding.ts'
import { NotCacheable } from './readRest.ts'
import type { ReadResult, ResponseCache } from './responseCache.ts'
import { varies } from './serveFromMemory.ts'

interface Options {
  env: Env
  payload: Payload
  cache: ResponseCache
  reads: CacheableRead[]
  /** Serves a request when the cache does not after all. */
  next: RequestListener
}

function write(
  req: IncomingMessage,
  res: ServerResponse,
  response: CachedResponse,
  representation: Representation,
) {
  res.setHeader('Vary', varyWith(res, varies))
  if (matchesIfNoneMatch(req.headers['if-none-match'], response.tag)) {
    const { ETag, 'Cache-Control': caching } = representation.headers
    res.writeHead(304, { ETag, 'Cache-Control': caching }).end()
    return
  }
  res.writeHead(200, representation.headers)
  if (req.method === 'HEAD') res.end()
  else res.end(representation.body)
}

const jsonType = 'application/json; charset=utf-8'

async function read(payload: Payload, request: CacheableRequest): Promise<ReadResult> {
  const { route, isList } = request.read
  const { changesAt, type = jsonType, ...content } = await request.read.read(payload, request)
  return { content: { ...content, type, isList, route }, changesAt }
}

/** The request as one of the reads; undefined for all other URLs. */
function cacheableRequest(
  reads: CacheableRead[],
  url: string,
  address: CacheAddress,
): CacheableRequest | undefined {
  const path = pathOf(url)
  for (const one of reads) {
    const match = one.pattern.exec(path)
    if (!match) continue
    const query = url.slice(path.length + 1)
    if (query && one.allowsQuery?.(query) === false) return undefined
    return { ...address, read: one, id: match[1] ?? match[2] ?? '', url }
  }
  return undefined
}

/**
 * Serves reads for anonymous callers ahead of Express: from memory, from Redis, or from the database.
 *
 * @returns a middleware: true when it has responded, false when the request is untouched
 */
export function serveCachedReads({ env, payload, cache, reads, next }: Options) {
  /** Responds at once, or as soon as the body has been compressed for the first time. */
  function send(
    req: IncomingMessage,
    res: ServerResponse,
    cacheKey: string,
    response: CachedResponse,
  ) {
    const encoding = encodingFor(req.headers['accept-encoding'], response.plain.body.length)
    const ready = response.ready(encoding)
    if (ready) {
      write(req, res, response, ready)
      return undefined
    }
    return response.prepare(encoding as 'br' | 'gzip').then((made) => {
      cache.updateSize(cacheKey, response)
      write(req, res, response, made)
    })
  }

  function sendError(req: IncomingMessage, res: ServerResponse, error: unknown) {
    if (!(error instanceof NotCacheable)) return respondWithError(payload, req, res, error)
    // Payload words an error in the language of the client, and this read had no client.
    if (error.status < 500) return next(req, res)
    res.writeHead(error.status, { 'Content-Type': error.type }).end(error.body)
  }

  async function fetch(req: IncomingMessage, res: ServerResponse, request: CacheableRequest) {
    try {
      const response = await cache.fetch(request.cacheKey, () =>
        withReplica(payload, 'current', () => read(payload, request)),
      )
      await send(req, res, request.cacheKey, response)
    } catch (error) {
      sendError(req, res, error)
    }
  }

  return (req: IncomingMessage, res: ServerResponse): boolean => {
    if (req.method !== 'GET' && req.method !== 'HEAD') return false
    const context = requestContextOf(req)
    const address = cacheAddressOf(req, context, env.PUBLIC_URL)
    if (!address) return false
    const { cacheKey } = address
    const response = cache.find(cacheKey)
    if (response) {
      context.route = response.route
      send(req, res, cacheKey, response)?.catch((error: unknown) => sendError(req, res, error))
      return true
    }
    const request = cacheableRequest(reads, req.url!, address)
    if (!request || (request.read.needsCache && !env.CACHE)) return false
    context.route = request.read.route
    void runWithContext(context, () => fetch(req, res, request))
    return true
  }
}
