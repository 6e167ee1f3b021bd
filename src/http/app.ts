import { GRAPHQL_PLAYGROUND_GET, GRAPHQL_POST } from '@payloadcms/next/routes'
import express, { type ErrorRequestHandler, type Express } from 'express'
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { handleEndpoints, type Payload } from 'payload'

import { registerFastPath } from '../features/registrations/registerFastPath.ts'
import type { Env } from '../runtime/env/env.ts'
import { toApiError } from './errors/toApiError.ts'
import { toRefusal } from '../shared/errors/toRefusal.ts'
import { Refusal } from '../shared/errors/Refusal.ts'
import { runWithContext } from '../shared/requestContext.ts'
import type { ClaimPlace } from '../features/registrations/claimBatcher.ts'
import { checkPaging } from './payload/checkPaging.ts'
import { bridge } from './payload/bridge.ts'
import { ResponseCache } from './responseCache/responseCache.ts'
import { serveCachedReads } from './responseCache/serveCachedReads.ts'
import { serveFromMemory } from './responseCache/serveFromMemory.ts'
import { noStoreByDefault } from './responseCache/noStoreByDefault.ts'
import { mountConfirmPage } from '../features/accounts/confirmPage.ts'
import { mountDocs } from './openapi/docsPage.ts'
import { serveFromReplicas } from './replicaReads.ts'
import { graphqlHandler } from './payload/graphql.ts'
import { bodyTimeout } from './timeouts/bodyTimeout.ts'
import { limitRequests } from './rateLimit/limitRequests.ts'
import { expositionOf, isMeasured } from '../composition/metrics/exposition.ts'
import { metricsOf } from '../composition/metrics/metrics.ts'
import { guardedMetrics } from './metricsEndpoint.ts'
import { recordCallers } from './requestLog/recordCallers.ts'
import { observeRequests } from './requestLog/observeRequests.ts'
import type { Panel } from './panel.ts'
import { guardOrigins } from './security/guardOrigins.ts'
import { mountProbes } from './health/probes.ts'
import { mountV1 } from './v1.ts'
import { receiveRequest } from './receiveRequest.ts'
import { mountUnsubscribePage } from '../features/notifications/unsubscribePage.ts'
import { signedInUploads } from './payload/uploads.ts'
import { failWhenDatabaseUnavailable } from './payload/databaseUnavailable.ts'

export interface AppOptions {
  env: Env
  payload: Payload
  /** Without one the app serves the APIs alone. */
  panel?: Panel
  isDraining?: () => boolean
  /** How the register endpoint claims places, when it is not as the platform does. */
  claiming?: ClaimPlace
}

const never = () => false

/** The form around a file: its other fields, and what separates them. */
const uploadFormBytes = (env: Env) => env.MAX_UPLOAD_BYTES + 64 * 1024

/**
 * The last resort: what no layer below answered. It says so in both ways, because the contract's
 * clients look for `detail` and Payload's for `errors`. The cause is for the log alone.
 */
const answerError =
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

/** The Express app: `/api` goes to Payload, `/api/graphql` to its GraphQL, all the rest to the panel. */
function expressApp({ env, payload, panel, isDraining = never }: AppOptions): Express {
  const app = express()
  const config = Promise.resolve(payload.config)
  const limits = { bodyBytes: env.MAX_BODY_BYTES, formBytes: env.MAX_BODY_BYTES }
  app.disable('x-powered-by')
  // Express would hash every body for a weak tag; caching is decided where the answer is made.
  app.set('etag', false)
  // The same word as `receive` takes, or Express and the request would differ on who is asking.
  app.set('trust proxy', env.TRUSTED_PROXIES ?? false)

  mountDocs(app, payload)
  mountConfirmPage(app)
  mountUnsubscribePage(app, payload)
  mountProbes(app, payload, isDraining)
  mountV1(app, env, payload)
  app.use('/api', checkPaging)

  app.post('/api/graphql', bridge(graphqlHandler(payload, GRAPHQL_POST(config)), limits))
  app.get('/api/graphql', () => {
    throw new Refusal(405, 'method_not_allowed', 'Method "GET" not allowed.', { Allow: 'POST' })
  })
  if (env.NODE_ENV === 'development') {
    app.get('/api/graphql-playground', bridge(GRAPHQL_PLAYGROUND_GET(config), limits))
  }
  const rest = failWhenDatabaseUnavailable(payload, (request) =>
    handleEndpoints({ config, request }),
  )
  app.all(
    ['/api/media', '/api/media/{*path}'],
    bridge(signedInUploads(config, rest, env.UPLOADS_AT_ONCE), {
      ...limits,
      formBytes: uploadFormBytes(env),
    }),
  )
  app.all(['/api', '/api/{*path}'], bridge(rest, limits))
  if (panel) {
    app.get('/', (_req, res) => res.redirect('/admin'))
    app.use(panel.handle)
  }
  app.use((_req, res) => {
    res.status(404).json({ detail: 'Not found.' })
  })
  app.use(answerError(payload))
  return app
}

/** Answers a request, or leaves it untouched for the next one and says so. */
export type Middleware = (req: IncomingMessage, res: ServerResponse) => boolean

/** What a request passes first, in this order. */
function middlewareOf(
  { env, payload, panel }: AppOptions,
  answers: ResponseCache,
  passOn: RequestListener,
): Middleware[] {
  const { METRICS_TOKEN } = env
  return [
    guardOrigins({ env, payload, hasPanel: panel !== undefined }),
    limitRequests(payload),
    bodyTimeout(payload, env.CLIENT_SECONDS),
    ...(METRICS_TOKEN ? [guardedMetrics(expositionOf(payload), METRICS_TOKEN)] : []),
    serveCachedReads({ env, payload, answers, passOn }),
  ]
}

/**
 * What answers requests, to be given to an HTTP server. What has to happen with every request happens
 * at a station: most requests never get as far as Express. Who is served there is not asked for: to
 * carry the request along would cost what is answered from memory a quarter of its speed.
 */
export function createApp(options: AppOptions): RequestListener {
  const { env, payload, isDraining = never, claiming } = options
  const app = serveFromReplicas(payload, expressApp(options))
  const answers = new ResponseCache(payload, env)
  const answerFromMemory = serveFromMemory(env, payload, answers)
  const stations = middlewareOf(options, answers, app)
  const lane = registerFastPath({ payload, maxBodyBytes: env.MAX_BODY_BYTES, claiming })
  recordCallers(payload)
  const watch = observeRequests(payload, isMeasured(env) ? metricsOf(payload).requests : undefined)
  return (req, res) => {
    // Who is answered by a stopping server opens the next connection elsewhere.
    if (isDraining()) res.setHeader('Connection', 'close')
    const context = receiveRequest(req, res, env.TRUSTED_PROXIES)
    watch(req, res, context)
    if (answerFromMemory(req, res)) return
    res.setHeader('X-Request-Id', context.id)
    noStoreByDefault(req, res)
    if (stations.some((answers) => answers(req, res))) return
    runWithContext(context, () => {
      if (!lane(req, res)) app(req, res)
    })
  }
}
