import { type Express, type RequestHandler, Router } from 'express'
import type { Payload } from 'payload'

import { routes } from '../api/v1/index.ts'
import { apiRouter } from '../api/v1/router.ts'
import type { Env } from '../config/env.ts'
import { authenticate, bearerOf } from '../services/authenticate.ts'

/**
 * A bearer token that is not good is refused before Payload sees the request: Payload would serve it
 * as if nobody had signed in, and an app would show an empty list where it should ask to sign in.
 */
const refuseBadTokens =
  (payload: Payload): RequestHandler =>
  async (req, res, next) => {
    const token = bearerOf(req.headers.authorization)
    if (token === undefined || (await authenticate(payload, token))) return next()
    res
      .status(401)
      .set('WWW-Authenticate', 'Bearer')
      .json({
        detail: 'Token is invalid or expired',
        errors: [{ message: 'Token is invalid or expired' }],
      })
  }

/** The predecessor's apps call the contract without its version, and always with a slash at the end. */
const withSlash =
  (router: RequestHandler): RequestHandler =>
  (req, res, next) =>
    req.path.length > 1 && req.path.endsWith('/') ? router(req, res, next) : next()

/** Mounts the public contract: under `/api/v1`, and under `/api` for paths that end in a slash. */
export function mountPublicApi(app: Express, env: Env, payload: Payload): void {
  const router = apiRouter({ payload, routes, maxBodyBytes: env.MAX_BODY_BYTES })
  const unknown = Router().use((_req, res) => {
    res.status(404).json({ detail: 'Not found.' })
  })
  app.use('/api/v1', router, unknown)
  app.use('/api', withSlash(router), refuseBadTokens(payload))
}
