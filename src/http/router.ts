import { setTimeout } from 'node:timers/promises'
import { createLocalReq, type Payload } from 'payload'

import { forbidden, notFound, unauthenticated } from '../shared/errors/Refusal.ts'
import { servicesOf } from '../shared/services.ts'
import type { Authenticate, Principal } from '../shared/principal.ts'
import { sendReply } from './answer.ts'
import { authenticateBearer } from './bearer.ts'
import { type BodyReader, jsonBody } from './body/jsonBody.ts'
import { sendV1Error } from './errors/sendError.ts'
import type { Exchange, Serve } from './exchange.ts'
import { httpRequestOf } from './httpRequest.ts'
import { replayedHeader, replyToOutcome, type WithIdempotency } from './idempotency/idempotency.ts'
import { inContext } from './inContext.ts'
import { sendEvents } from './push/eventStream.ts'
import { queryOf } from './queryParameters.ts'
import { checkClaim } from './rateLimit/checkClaim.ts'
import { type Reply, replyOf, type Route } from './route.ts'
import { sendDownload } from './sendDownload.ts'
import { validate } from './validate.ts'

export interface RouterOptions {
  payload: Payload
  authenticate: Authenticate
  maxBodyBytes: number
  /** Where clients reach this server; without it, the host that the client has called. */
  publicUrl?: string
}

interface Server extends Pick<RouterOptions, 'payload' | 'authenticate' | 'publicUrl'> {
  readBody: BodyReader
  runOncePerKey: WithIdempotency
}

/** A path parameter that cannot be the name of anything is a 404, not a 400. */
function paramsOf(route: Route, params: Exchange['params']) {
  if (!route.params) return undefined
  const result = route.params.safeParse(params)
  if (!result.success) throw notFound()
  return result.data
}

async function callerOf(
  { authenticate }: Server,
  { audience }: Route,
  { req, context }: Exchange,
): Promise<Principal | undefined> {
  const { authorization } = req.headers
  if (audience === 'ignores-sign-in') return undefined
  if (authorization !== undefined) {
    const user = await authenticateBearer(authorization, authenticate, context)
    if (audience === 'staff' && user.role === 'attendee') throw forbidden()
    return user
  }
  if (audience === 'anyone') return undefined
  throw unauthenticated()
}

/** Authenticates before it reads the body, so that anonymous callers cannot send megabytes. */
async function handle(server: Server, route: Route, exchange: Exchange): Promise<Reply> {
  const { payload, publicUrl, readBody, runOncePerKey } = server
  const { req, res, context } = exchange
  const user = await callerOf(server, route, exchange)
  if (route.isClaim) checkClaim(payload, user!.id, context.response)
  const sent = await readBody(req, res)
  const params = paramsOf(route, exchange.params)
  const query = route.query && validate(route.query, queryOf(req.url!))
  const payloadReq = await createLocalReq(
    user ? { user: { ...user, collection: 'users' } } : {},
    payload,
  )
  const http = httpRequestOf(exchange, publicUrl)
  const run = () => {
    const body = route.body && validate(route.body, sent ?? {})
    // The schemas of a route give its handler the right types. The list of all routes loses them.
    return route.handle({ payload, req: payloadReq, user, params, query, body, http } as never)
  }
  if (route.method !== 'post') return replyOf(route, await run(), http)
  const keyed = { key: req.headers['idempotency-key'], operation: route.operationId, params, sent }
  const { outcome, isReplayed } = await runOncePerKey(payloadReq, keyed, run)
  if (isReplayed) context.response.setHeader(...replayedHeader)
  return replyToOutcome(isReplayed, () => replyOf(route, outcome, http))
}

/** `Deprecation` (RFC 9745) and `Sunset` (RFC 8594). */
const deprecationHeaders = ({ deprecation }: Route): string[] =>
  deprecation
    ? [
        'Deprecation',
        `@${Math.floor(Date.parse(deprecation.since) / 1000)}`,
        'Sunset',
        new Date(deprecation.sunset).toUTCString(),
      ]
    : []

/** Makes the function that serves a route of v1. */
export function createRouter(options: RouterOptions): (route: Route) => Serve {
  const { payload, authenticate, publicUrl, maxBodyBytes } = options
  const server: Server = {
    payload,
    authenticate,
    publicUrl,
    readBody: jsonBody(maxBodyBytes),
    runOncePerKey: servicesOf(payload).runOncePerKey,
  }
  return (route) => {
    const sendError = sendV1Error(payload, route.showError)
    const deprecation = deprecationHeaders(route)
    return inContext(async (exchange) => {
      exchange.context.response.setAll(deprecation)
      const reply = await handle(server, route, exchange)
      if (route.responseDelayMs) await setTimeout(route.responseDelayMs)
      if (reply.events) sendEvents(exchange, reply.events)
      else if (reply.download) await sendDownload(exchange, reply.download)
      else sendReply(exchange, reply)
    }, sendError)
  }
}
