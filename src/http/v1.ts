import { type Express, type RequestHandler, Router } from 'express'
import type { Payload } from 'payload'

import { routes } from '../composition/routes.ts'
import { apiRouter } from './router.ts'
import { respond } from './respond.ts'
import type { Env } from '../runtime/env/env.ts'
import { unauthenticated } from '../shared/errors/Refusal.ts'
import { authenticate, bearerOf, isBearer } from '../features/accounts/authenticate.ts'

/**
 * A bearer token that is not good is refused before Payload sees the request: Payload would serve it
 * as if nobody had signed in, and an app would show an empty list where it should ask to sign in.
 */
const refuseBadTokens =
  (payload: Payload): RequestHandler =>
  async (req, _res, next) => {
    const { authorization } = req.headers
    if (isBearer(authorization)) {
      const token = bearerOf(authorization)
      const user = token && (await authenticate(payload, token))
      if (!user) throw unauthenticated('Token is invalid or expired')
    }
    next()
  }

/** The predecessor's apps call the contract without its version, and always with a slash at the end. */
const withSlash =
  (router: RequestHandler): RequestHandler =>
  (req, res, next) =>
    req.path.length > 1 && req.path.endsWith('/') ? router(req, res, next) : next()

/** Mounts the public contract: under `/api/v1`, and under `/api` for paths that end in a slash. */
export function mountV1(app: Express, env: Env, payload: Payload): void {
  const router = apiRouter({
    payload,
    routes,
    maxBodyBytes: env.MAX_BODY_BYTES,
    publicUrl: env.PUBLIC_URL,
    maxKeyed: Math.floor(env.DATABASE_POOL_SIZE / 2),
  })
  const unknown = Router().use((req, res) =>
    respond(req, res, { status: 404, body: { detail: 'Not found.' } }),
  )
  app.use('/api/v1', router, unknown)
  app.use('/api', withSlash(router), refuseBadTokens(payload))
}
