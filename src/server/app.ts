import { GRAPHQL_PLAYGROUND_GET, GRAPHQL_POST } from '@payloadcms/next/routes'
import express, { type ErrorRequestHandler, type Express } from 'express'
import { handleEndpoints, type Payload } from 'payload'

import type { Env } from '../config/env.ts'
import { bridge } from './bridge.ts'
import { mountDocs } from './docs.ts'
import { drainable } from './draining.ts'
import type { Panel } from './panel.ts'
import { mountPublicApi } from './publicApi.ts'

export interface AppOptions {
  env: Env
  payload: Payload
  /** Without one the app serves the APIs alone. */
  panel?: Panel
  isDraining?: () => boolean
}

/** The last resort: what no layer below answered. The cause is for the log, never for the client. */
const internalError =
  (payload: Payload): ErrorRequestHandler =>
  (error, req, res, next) => {
    payload.logger.error({ err: error, msg: `${req.method} ${req.path} failed` })
    if (res.headersSent) next(error)
    else res.status(500).json({ detail: 'Internal server error.' })
  }

/**
 * The Express app, not yet listening: `/api` goes to Payload, `/api/graphql` to its GraphQL, all the
 * rest to the panel.
 */
export function createApp({ env, payload, panel, isDraining = () => false }: AppOptions): Express {
  const app = express()
  const config = Promise.resolve(payload.config)
  const limits = { bodyBytes: env.MAX_BODY_BYTES, uploadBytes: env.MAX_UPLOAD_BYTES + 64 * 1024 }
  app.disable('x-powered-by')
  // Express would hash every body for a weak tag; caching is decided where the answer is made.
  app.set('etag', false)
  app.use(drainable(isDraining))

  mountDocs(app, payload)
  mountPublicApi(app, env, payload)

  app.post('/api/graphql', bridge(GRAPHQL_POST(config), limits))
  if (env.NODE_ENV === 'development') {
    app.get('/api/graphql-playground', bridge(GRAPHQL_PLAYGROUND_GET(config), limits))
  }
  app.all(
    ['/api', '/api/{*path}'],
    bridge((request) => handleEndpoints({ config, request }), limits),
  )
  if (panel) {
    app.get('/', (_req, res) => res.redirect('/admin'))
    app.use(panel.handle)
  }
  app.use((_req, res) => {
    res.status(404).json({ detail: 'Not found.' })
  })
  app.use(internalError(payload))
  return app
}
