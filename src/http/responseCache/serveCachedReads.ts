import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import type { Payload } from 'payload'

import { matchesIfNoneMatch } from '../../features/events/entityTag.ts'
import {
  readPublicEvent,
  readPublicList,
  type PublicResponse,
} from '../../features/events/publicReads.ts'
import { respondWithError } from '../respondWithError.ts'
import type { Env } from '../../runtime/env/env.ts'
import { withReplica } from '../../database/replicaReads.ts'
import { runWithContext, requestContextOf } from '../../shared/requestContext.ts'
import type { CachedResponse, Representation } from './cachedResponse.ts'
import type { ResponseCache, ReadResult } from './responseCache.ts'
import { encodingFor } from './encoding.ts'
import { varies } from './serveFromMemory.ts'
import { NotCacheable, readRest } from './readRest.ts'
import { addressOf, type CacheableRequest, cacheableRequestAt } from './cacheKey.ts'

interface Options {
  env: Env
  payload: Payload
  answers: ResponseCache
  /** Who answers what is not to be answered here after all. */
  passOn: RequestListener
}

/** What an answer hangs on besides its address; what others have said before stays. */
function varyOf(res: ServerResponse): string {
  const before = res.getHeader('Vary')
  return before === undefined ? varies : `${String(before)}, ${varies}`
}

function write(
  req: IncomingMessage,
  res: ServerResponse,
  answer: CachedResponse,
  form: Representation,
) {
  res.setHeader('Vary', varyOf(res))
  if (matchesIfNoneMatch(req.headers['if-none-match'], answer.tag)) {
    const { ETag, 'Cache-Control': caching } = form.headers
    res.writeHead(304, { ETag, 'Cache-Control': caching }).end()
    return
  }
  res.writeHead(200, form.headers)
  if (req.method === 'HEAD') res.end()
  else res.end(form.body)
}

const jsonType = 'application/json; charset=utf-8'

const asRead = (
  { changesAt, ...content }: PublicResponse,
  { kind, route }: CacheableRequest,
): ReadResult => ({
  content: { ...content, type: jsonType, isList: kind === 'list', route },
  changesAt,
})

function read(payload: Payload, wanted: CacheableRequest): Promise<ReadResult> {
  switch (wanted.kind) {
    case 'list':
      return readPublicList(payload, wanted).then((answer) => asRead(answer, wanted))
    case 'event':
      return readPublicEvent(payload, wanted.id).then((answer) => asRead(answer, wanted))
    case 'rest':
      return readRest(payload, wanted)
  }
}

/**
 * Answers reads of events by whoever is not signed in, ahead of Express: what is in memory in whatever
 * form it is asked for, the rest from the database without Express and, for the contract, without
 * Payload.
 *
 * @returns answers a request, or leaves it untouched and says so
 */
export function serveCachedReads({ env, payload, answers, passOn }: Options) {
  /** Sends it at once, or when its bytes are compressed for the first time. */
  function send(req: IncomingMessage, res: ServerResponse, key: string, answer: CachedResponse) {
    const encoding = encodingFor(req.headers['accept-encoding'], answer.plain.body.length)
    const form = answer.ready(encoding)
    if (form) {
      write(req, res, answer, form)
      return undefined
    }
    return answer.prepare(encoding as 'br' | 'gzip').then((made) => {
      answers.weigh(key, answer)
      write(req, res, answer, made)
    })
  }

  function sendFailure(req: IncomingMessage, res: ServerResponse, error: unknown) {
    if (!(error instanceof NotCacheable)) return respondWithError(payload, req, res, error)
    // What is wrong with a request Payload says in the client's language, and this was nobody's.
    if (error.status < 500) return passOn(req, res)
    res.writeHead(error.status, { 'Content-Type': error.type }).end(error.body)
  }

  async function fetch(req: IncomingMessage, res: ServerResponse, wanted: CacheableRequest) {
    try {
      const answer = await answers.fetch(wanted.key, () =>
        withReplica(payload, 'current', () => read(payload, wanted)),
      )
      await send(req, res, wanted.key, answer)
    } catch (error) {
      sendFailure(req, res, error)
    }
  }

  return (req: IncomingMessage, res: ServerResponse): boolean => {
    if (req.method !== 'GET' && req.method !== 'HEAD') return false
    const context = requestContextOf(req)
    const address = addressOf(req, context, env.PUBLIC_URL)
    if (!address) return false
    const answer = answers.find(address.key)
    if (answer) {
      context.route = answer.route
      send(req, res, address.key, answer)?.catch((error: unknown) => sendFailure(req, res, error))
      return true
    }
    const wanted = cacheableRequestAt(req.url!, address.origin, address.key)
    if (!wanted || (wanted.kind === 'rest' && !env.CACHE)) return false
    context.route = wanted.route
    void runWithContext(context, () => fetch(req, res, wanted))
    return true
  }
}
