import { type ErrorRequestHandler, type Request, type Response, Router } from 'express'
import { setTimeout } from 'node:timers/promises'
import { createLocalReq, type Payload } from 'payload'

import { notFound, Refusal, unauthenticated } from '../shared/errors/Refusal.ts'
import type { Authenticate, Principal } from '../shared/principal.ts'
import { setRoute } from '../shared/requestContext.ts'
import { authenticateBearer } from './bearer.ts'
import { type BodyReader, jsonBody } from './body/jsonBody.ts'
import { type WithIdempotency, withIdempotency } from './idempotency/idempotency.ts'
import { flat } from './queryParameters.ts'
import { checkClaim } from './rateLimit/checkClaim.ts'
import { respond } from './respond.ts'
import { respondWithError } from './respondWithError.ts'
import type { Reply, Route } from './route.ts'
import { validate } from './validate.ts'

export interface RouterOptions {
  payload: Payload
  routes: Route[]
  authenticate: Authenticate
  maxBodyBytes: number
  /** Where clients reach this server; without it, the host that the client has called. */
  publicUrl?: string
  /** How many requests with an `Idempotency-Key` may hold a database connection at a time. */
  maxKeyed: number
}

interface Server {
  payload: Payload
  authenticate: Authenticate
  publicUrl?: string
  readBody: BodyReader
  runOncePerKey: WithIdempotency
}

/** The routes of one path, by method in capitals. */
type PathRoutes = Map<string, Route>

/** A path parameter that cannot be the name of anything is a 404, not a 400. */
function paramsOf(route: Route, req: Request) {
  if (!route.params) return undefined
  const result = route.params.safeParse(req.params)
  if (!result.success) throw notFound()
  return result.data
}

async function callerOf(
  { authenticate }: Server,
  { audience }: Route,
  { authorization }: Request['headers'],
): Promise<Principal | undefined> {
  if (audience === 'ignores-sign-in') return undefined
  if (authorization !== undefined) return authenticateBearer(authorization, authenticate)
  if (audience === 'signed-in') throw unauthenticated()
  return undefined
}

/** Authenticates before it reads the body, so that anonymous callers cannot send megabytes. */
async function serve(server: Server, route: Route, req: Request, res: Response): Promise<Reply> {
  const { payload, publicUrl, readBody, runOncePerKey } = server
  const user = await callerOf(server, route, req.headers)
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
    // The schemas of a route give its handler the right types. The list of all routes loses them.
    return route.handle({ ...context, body } as never)
  }
  if (route.method !== 'post') return handle()
  const keyed = { key: req.headers['idempotency-key'], operation: route.operationId, params, sent }
  return runOncePerKey(payloadReq, keyed, handle)
}

const expressPath = (path: string) => path.replace(/\{(\w+)\}/g, ':$1').replace(/\/$/, '')

/** `Deprecation` (RFC 9745) and `Sunset` (RFC 8594). */
const deprecationHeaders = ({ deprecation }: Route): Record<string, string> =>
  deprecation
    ? {
        Deprecation: `@${Math.floor(Date.parse(deprecation.since) / 1000)}`,
        Sunset: new Date(deprecation.sunset).toUTCString(),
      }
    : {}

/** The value of `Allow`. */
const allowed = (byMethod: PathRoutes) =>
  [...byMethod.keys(), ...(byMethod.has('GET') ? ['HEAD'] : []), 'OPTIONS'].join(', ')

/** @throws {Refusal} 405 for a method that the path does not have */
function routeFor(byMethod: PathRoutes, method: string): Route | 'options' {
  const route = byMethod.get(method === 'HEAD' ? 'GET' : method)
  if (route) return route
  if (method === 'OPTIONS') return 'options'
  const detail = `Method "${method}" not allowed.`
  throw new Refusal(405, 'method_not_allowed', detail, { Allow: allowed(byMethod) })
}

const servePath = (server: Server, byMethod: PathRoutes) => async (req: Request, res: Response) => {
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

const sendError =
  (payload: Payload): ErrorRequestHandler =>
  (error, req, res, next) => {
    if (res.headersSent) {
      next(error)
      return
    }
    // Express throws a URIError for a path that cannot be decoded: there is nothing at that path.
    respondWithError(payload, req, res, error instanceof URIError ? notFound() : error)
  }

function byPath(routes: Route[]): Map<string, PathRoutes> {
  const paths = new Map<string, PathRoutes>()
  for (const route of routes) {
    const path = expressPath(route.path)
    const byMethod = paths.get(path) ?? new Map<string, Route>()
    paths.set(path, byMethod.set(route.method.toUpperCase(), route))
  }
  return paths
}

/** The Express router of v1. A path that no route has falls through to the next handler. */
export function apiRouter(options: RouterOptions): Router {
  const { payload, routes, authenticate, publicUrl, maxBodyBytes, maxKeyed } = options
  const readBody = jsonBody(maxBodyBytes)
  const runOncePerKey = withIdempotency(maxKeyed)
  const server = { payload, authenticate, publicUrl, readBody, runOncePerKey }
  const router = Router()
  for (const [path, byMethod] of byPath(routes)) router.all(path, servePath(server, byMethod))
  return router.use(sendError(payload))
}
