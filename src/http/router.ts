import { type ErrorRequestHandler, type Request, type Response, Router } from 'express'
import { setTimeout } from 'node:timers/promises'
import { createLocalReq, type Payload } from 'payload'

import type { Principal } from '../shared/principal.ts'
import { notFound, Refusal, unauthenticated } from '../shared/errors/Refusal.ts'
import { setRoute } from '../shared/requestContext.ts'
import { checkClaim } from '../features/accounts/accountLimits.ts'
import { authenticate, bearerOf } from '../features/accounts/authenticate.ts'
import { type BodyReader, jsonBody } from './body/jsonBody.ts'
import { validate } from './validate.ts'
import { type WithIdempotency, withIdempotency } from './idempotency/idempotency.ts'
import { flat } from './queryParameters.ts'
import type { Reply, Route } from './route.ts'
import { respond } from './respond.ts'
import { respondWithError } from './respondWithError.ts'

export interface RouterOptions {
  payload: Payload
  routes: Route[]
  maxBodyBytes: number
  /** Where clients reach this server; as they call it, when there is none. */
  publicUrl?: string
  /** How many requests with an `Idempotency-Key` may hold a connection to the database at a time. */
  maxKeyed: number
}

/** A path parameter that cannot name anything names nothing: 404, not 400. */
function paramsOf(route: Route, req: Request) {
  if (!route.params) return undefined
  const result = route.params.safeParse(req.params)
  if (!result.success) throw notFound()
  return result.data
}

async function callerOf(
  payload: Payload,
  route: Route,
  req: Request,
): Promise<Principal | undefined> {
  if (route.audience === 'ignores-sign-in') return undefined
  const header = req.headers.authorization
  if (header !== undefined) {
    const token = bearerOf(header)
    const user = token && (await authenticate(payload, token))
    if (!user) throw unauthenticated('Token is invalid or expired')
    return user
  }
  if (route.audience === 'signed-in') throw unauthenticated()
  return undefined
}

interface Server {
  payload: Payload
  publicUrl?: string
  readBody: BodyReader
  once: WithIdempotency
}

/** Who calls is asked before the body is read: strangers do not get to send megabytes. */
async function serve(server: Server, route: Route, req: Request, res: Response): Promise<Reply> {
  const { payload, publicUrl, readBody, once } = server
  const user = await callerOf(payload, route, req)
  if (route.isClaim) checkClaim(payload, user!.id)
  const sent = await readBody(req, res)
  const params = paramsOf(route, req)
  const query = route.query && validate(route.query, flat(req.query))
  const payloadReq = await createLocalReq(
    user ? { user: { ...user, collection: 'users' } } : {},
    payload,
  )
  const context = { payload, req: payloadReq, user, params, query, http: req, publicUrl }
  const handle = () => {
    const body = route.body && validate(route.body, sent ?? {})
    // A route's schemas are what its handler takes; the list of all routes cannot say so.
    return route.handle({ ...context, body } as never)
  }
  if (route.method !== 'post') return handle()
  const asked = { key: req.headers['idempotency-key'], operation: route.operationId, params, sent }
  return once(payloadReq, asked, handle)
}

const expressPath = (path: string) => path.replace(/\{(\w+)\}/g, ':$1').replace(/\/$/, '')

const deprecationHeaders = ({ deprecation }: Route): Record<string, string> =>
  deprecation
    ? {
        Deprecation: `@${Math.floor(Date.parse(deprecation.since) / 1000)}`,
        Sunset: new Date(deprecation.sunset).toUTCString(),
      }
    : {}

/** @throws {Refusal} 405 for a method that the path does not have */
function routeFor(byMethod: Map<string, Route>, method: string): Route | 'options' {
  const route = byMethod.get(method === 'HEAD' ? 'GET' : method)
  if (route) return route
  if (method === 'OPTIONS') return 'options'
  const detail = `Method "${method}" not allowed.`
  throw new Refusal(405, 'method_not_allowed', detail, { Allow: allowed(byMethod) })
}

const allowed = (byMethod: Map<string, Route>) =>
  [...byMethod.keys(), ...(byMethod.has('GET') ? ['HEAD'] : []), 'OPTIONS'].join(', ')

const answerAt =
  (server: Server, byMethod: Map<string, Route>) => async (req: Request, res: Response) => {
    const route = routeFor(byMethod, req.method)
    if (route === 'options') {
      respond(req, res, { status: 204, headers: { Allow: allowed(byMethod) } })
      return
    }
    setRoute(`${req.method} /api/v1${route.path}`)
    res.set(deprecationHeaders(route))
    const reply = await serve(server, route, req, res)
    if (route.responseDelayMs) await setTimeout(route.responseDelayMs)
    respond(req, res, reply)
  }

const answerError =
  (payload: Payload): ErrorRequestHandler =>
  (error, req, res, next) => {
    if (res.headersSent) {
      next(error)
      return
    }
    // A path that cannot be decoded names nothing.
    respondWithError(payload, req, res, error instanceof URIError ? notFound() : error)
  }

/**
 * The Express router of the API. A path that is none of its routes falls through to whoever comes
 * after it.
 */
export function apiRouter(options: RouterOptions): Router {
  const { payload, publicUrl } = options
  const readBody = jsonBody(options.maxBodyBytes)
  const server = { payload, publicUrl, readBody, once: withIdempotency(options.maxKeyed) }
  const byPath = new Map<string, Map<string, Route>>()
  for (const route of options.routes) {
    const path = expressPath(route.path)
    const byMethod = byPath.get(path) ?? new Map<string, Route>()
    byPath.set(path, byMethod.set(route.method.toUpperCase(), route))
  }
  const router = Router()
  for (const [path, byMethod] of byPath) router.all(path, answerAt(server, byMethod))
  return router.use(answerError(payload))
}
