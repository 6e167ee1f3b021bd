import { sendAnswer } from '../answer.ts'
import { matchesIfNoneMatch } from '../conditionalRequests.ts'
import type { Exchange } from '../exchange.ts'
import type { Audience, CachedResponse } from './cachedResponse.ts'
import { encodingFor } from './encoding.ts'
import type { ResponseCache } from './responseCache.ts'

/** Makes the function that sends a response at once, or as soon as it has been compressed for the first time. */
export const sendCached =
  (cache: ResponseCache) =>
  (
    exchange: Exchange,
    key: string,
    response: CachedResponse,
    audience: Audience,
  ): void | Promise<void> => {
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
    return sendAnswer(exchange, (isKnown ? ready.notModified : ready.answers)[audience])
  }
