import { GRAPHQL_PLAYGROUND_GET, GRAPHQL_POST } from '@payloadcms/next/routes'
import express, { type ErrorRequestHandler, type Express } from 'express'
import { handleEndpoints, type Payload } from 'payload'

import type { Env } from '../runtime/env/env.ts'
import { Refusal } from '../shared/errors/Refusal.ts'
import { toRefusal } from '../shared/errors/toRefusal.ts'
import { toApiError } from './errors/toApiError.ts'
import { mountProbes } from './health/probes.ts'
import { mountDocs } from './openapi/docsPage.ts'
import { mountPage, type Page } from './pages.ts'
import type { Panel } from './panel.ts'
import { bridge } from './payload/bridge.ts'
import { checkPaging } from './payload/checkPaging.ts'
import { failWhenDatabaseUnavailable } from './payload/databaseUnavailable.ts'
import { graphqlHandler } from './payload/graphql.ts'
import { signedInUploads } from './payload/uploads.ts'
import { mountV1, type V1Options } from './v1.ts'

export interface ServerOptions {
  env: Env
  payload: Payload
  /** Without a panel the server serves the APIs alone. */
  panel?: Panel
  /** Whether the server is shutting down, so that clients should open their next connection elsewhere. */
  isDraining?: () => boolean
}

export interface ExpressOptions extends ServerOptions, V1Options {
  pages: Page[]
}

const never = () => false

/** Bytes for the other fields of a form with a file, and for the lines between its parts. */
const formOverheadBytes = 64 * 1024

/**
 * The last error handler. Its body has `detail` for the clients of v1 and `errors` for those of
 * Payload, because it does not know which of the two has called. The cause goes to the log alone.
 */
const sendError =
  (payload: Payload): ErrorRequestHandler =>
  (error, req, res, next) => {
    const { status, body, headers } = toApiError(toRefusal(error) ?? error, (err, requestId) =>
      payload.logger.error({ err, requestId, msg: `${req.method} ${req.path} failed` }),
    )
    if (res.headersSent) {
      next(error)
      return
    }
    const errors = [{ message: body.detail }]
    res
      .status(status)
      .set(headers)
      .json({ ...body, errors })
  }

/** The limits of requests that bring no file. */
const bodyLimits = ({ MAX_BODY_BYTES: bytes }: Env) => ({ bodyBytes: bytes, formBytes: bytes })

function mountGraphql(app: Express, { env, payload }: ServerOptions): void {
  const config = Promise.resolve(payload.config)
  const limits = bodyLimits(env)
  app.post('/api/graphql', bridge(graphqlHandler(payload, GRAPHQL_POST(config)), limits))
  app.get('/api/graphql', () => {
    throw new Refusal(405, 'method_not_allowed', 'Method "GET" not allowed.', { Allow: 'POST' })
  })
  if (env.NODE_ENV === 'development') {
    app.get('/api/graphql-playground', bridge(GRAPHQL_PLAYGROUND_GET(config), limits))
  }
}

function mountRest(app: Express, { env, payload }: ServerOptions): void {
  const config = Promise.resolve(payload.config)
  const limits = bodyLimits(env)
  const rest = failWhenDatabaseUnavailable(payload, (request) =>
    handleEndpoints({ config, request }),
  )
  const uploads = signedInUploads(config, rest, env.UPLOADS_AT_ONCE)
  app.all(
    ['/api/media', '/api/media/{*path}'],
    bridge(uploads, { ...limits, formBytes: env.MAX_UPLOAD_BYTES + formOverheadBytes }),
  )
  app.all(['/api', '/api/{*path}'], bridge(rest, limits))
}

/** The Express app: v1, GraphQL, Payload's REST under `/api`, and the panel for all other paths. */
export function expressApp(options: ExpressOptions): Express {
  const { env, payload, panel, isDraining = never, pages } = options
  const app = express()
  app.disable('x-powered-by')
  // Express would hash every body for a weak tag. Each surface sets its own tags instead.
  app.set('etag', false)
  // `receiveRequest` takes the same value. Otherwise the two would see different client addresses.
  app.set('trust proxy', env.TRUSTED_PROXIES ?? false)

  mountDocs(app, payload, options.routes)
  for (const page of pages) mountPage(app, page)
  mountProbes(app, payload, isDraining)
  mountV1(app, options)
  app.use('/api', checkPaging)
  mountGraphql(app, options)
  mountRest(app, options)
  if (panel) {
    app.get('/', (_req, res) => res.redirect('/admin'))
    app.use(panel.handle)
  }
  app.use((_req, res) => {
    res.status(404).json({ detail: 'Not found.' })
  })
  app.use(sendError(payload))
  return app
}
