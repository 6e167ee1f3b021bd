import { type Express, type RequestHandler, Router } from 'express'
import type { Payload } from 'payload'

import type { Env } from '../runtime/env/env.ts'
import type { Authenticate } from '../shared/principal.ts'
import { authenticateBearer, isBearer } from './bearer.ts'
import { respond } from './respond.ts'
import type { Route } from './route.ts'
import { apiRouter } from './router.ts'

/**
 * Refuses a bad bearer token before Payload sees the request. Payload would serve the request as an
 * anonymous one, and an app would show an empty list instead of asking its user to sign in.
 */
const refuseBadTokens =
  (authenticate: Authenticate): RequestHandler =>
  async (req, _res, next) => {
    const { authorization } = req.headers
    if (isBearer(authorization)) await authenticateBearer(authorization!, authenticate)
    next()
  }

/** The predecessor's apps call v1 without its version, and always with a slash at the end. */
const withSlash =
  (router: RequestHandler): RequestHandler =>
  (req, res, next) =>
    req.path.length > 1 && req.path.endsWith('/') ? router(req, res, next) : next()

export interface V1Options {
  env: Env
  payload: Payload
  /** The routes of v1. */
  routes: Route[]
  authenticate: Authenticate
}

/** Mounts v1: under `/api/v1`, and under `/api` for paths that end in a slash. */
export function mountV1(app: Express, options: V1Options): void {
  const { env, payload, routes, authenticate } = options
  const router = apiRouter({
    payload,
    routes,
    authenticate,
    maxBodyBytes: env.MAX_BODY_BYTES,
    publicUrl: env.PUBLIC_URL,
    maxKeyed: Math.floor(env.DATABASE_POOL_SIZE / 2),
  })
  const unknown = Router().use((req, res) =>
    respond(req, res, { status: 404, body: { detail: 'Not found.' } }),
  )
  app.use('/api/v1', router, unknown)
  app.use('/api', withSlash(router), refuseBadTokens(authenticate))
}
