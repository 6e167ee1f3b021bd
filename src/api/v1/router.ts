import { type ErrorRequestHandler, type Request, type Response, Router } from 'express'
import { createLocalReq, type Payload, ValidationError } from 'payload'
import type { z } from 'zod'

import type { Principal } from '../../db/principals.ts'
import { answerTo, asProblem, type ErrorAnswer, wantsProblem } from '../../errors/answer.ts'
import { notFound, Refusal, unauthenticated } from '../../errors/Refusal.ts'
import { authenticate, bearerOf } from '../../services/authenticate.ts'
import { bodyErrors, jsonBody } from './body.ts'
import { detailsOf, parse } from './fields.ts'
import { onceOnly } from './idempotency.ts'
import type { Context, Method, Reply, Route } from './route.ts'

export interface RouterOptions {
  payload: Payload
  routes: Route[]
  maxBodyBytes: number
}

function sendError(req: Request, res: Response, plain: ErrorAnswer) {
  const answer = wantsProblem(req.headers.accept) ? asProblem(plain) : plain
  res.status(answer.status).set(answer.headers).json(answer.body)
}

function send(res: Response, { status, body, headers = {} }: Reply) {
  res.status(status).set(headers)
  if (body === undefined) res.end()
  else res.json(body)
}

/** @throws {ValidationError} with the contract's sentences, a list a field */
function checked<Schema extends z.ZodType>(schema: Schema | undefined, input: unknown) {
  if (!schema) return undefined
  const result = parse(schema, input)
  if (result.success) return result.data
  const errors = Object.entries(detailsOf(result.error)).flatMap(([path, messages]) =>
    messages.map((message) => ({ path, message })),
  )
  throw new ValidationError({ errors })
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

const first = (value: unknown) => (Array.isArray(value) ? value[0] : value)

/** Of a parameter given twice the first counts; nested ones are no part of the contract. */
const flatQuery = (req: Request) =>
  Object.fromEntries(Object.entries(req.query).map(([name, value]) => [name, first(value)]))

async function serve(payload: Payload, route: Route, req: Request): Promise<Reply> {
  const user = await callerOf(payload, route, req)
  const params = paramsOf(route, req)
  const query = checked(route.query, flatQuery(req))
  const body = checked(route.body, req.body ?? {})
  const payloadReq = await createLocalReq(
    user ? { user: { ...user, collection: 'users' } } : {},
    payload,
  )
  const context = { payload, req: payloadReq, user, params, query, body, http: req }
  const handle = () => route.handle(context as Context<never, never, never>)
  return route.method === 'post' ? onceOnly(context, handle) : handle()
}

const expressPath = (path: string) => path.replace(/\{(\w+)\}/g, ':$1').replace(/\/$/, '')

const deprecationHeaders = ({ deprecation }: Route): Record<string, string> =>
  deprecation
    ? {
        Deprecation: `@${Math.floor(Date.parse(deprecation.since) / 1000)}`,
        Sunset: new Date(deprecation.sunset).toUTCString(),
      }
    : {}

function answerAt(payload: Payload, byMethod: Map<string, Route>) {
  const methods = [...byMethod.keys()].flatMap((method) =>
    method === 'GET' ? ['GET', 'HEAD'] : [method],
  )
  const allow = [...methods, 'OPTIONS'].join(', ')
  return async (req: Request, res: Response) => {
    const route = byMethod.get(req.method === 'HEAD' ? 'GET' : req.method)
    if (route) {
      res.set(deprecationHeaders(route))
      send(res, await serve(payload, route, req))
    } else if (req.method === 'OPTIONS') {
      res.status(204).set('Allow', allow).end()
    } else {
      const detail = `Method "${req.method}" not allowed.`
      throw new Refusal(405, 'method_not_allowed', detail, { Allow: allow })
    }
  }
}

/**
 * The Express router of the API. A path that is none of its routes falls through to whoever comes
 * after it.
 */
export function apiRouter({ payload, routes, maxBodyBytes }: RouterOptions): Router {
  const router = Router()
  const byPath = new Map<string, Map<string, Route>>()
  for (const route of routes) {
    const path = expressPath(route.path)
    const byMethod = byPath.get(path) ?? new Map<string, Route>()
    byPath.set(path, byMethod.set(route.method.toUpperCase() as Uppercase<Method>, route))
  }
  for (const [path, byMethod] of byPath) {
    router.all(path, jsonBody(maxBodyBytes), answerAt(payload, byMethod))
  }
  const onError: ErrorRequestHandler = (error, req, res, next) => {
    if (res.headersSent) return next(error)
    const log = (cause: unknown, requestId: string) =>
      payload.logger.error({ err: cause, requestId, msg: `${req.method} ${req.path} failed` })
    sendError(req, res, answerTo(bodyErrors(error, maxBodyBytes), log))
  }
  router.use(onError)
  return router
}
