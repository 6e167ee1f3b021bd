import express, { type Request, type RequestHandler, type Response } from 'express'
import type { Payload } from 'payload'

import type { Env } from '../runtime/env/env.ts'
import { notFound } from '../shared/errors/Refusal.ts'
import { sendPayloadError } from './errors/sendError.ts'
import type { Serve } from './exchange.ts'
import { inContext } from './inContext.ts'

/** Makes the function that serves handlers of Express. */
export type ServeByExpress = (...handlers: RequestHandler[]) => Serve

/**
 * Serves pages, forms and files with handlers of Express. Express does no routing here: the route table
 * has matched the path already.
 */
export function expressHandlers(payload: Payload, env: Env): ServeByExpress {
  const sendError = sendPayloadError(payload)
  return (...handlers) => {
    const app = express()
    app.disable('x-powered-by')
    // Express would hash every body for a weak tag.
    app.set('etag', false)
    // `receiveRequest` takes the same value. Otherwise the two would see different client addresses.
    app.set('trust proxy', env.TRUSTED_PROXIES ?? false)
    app.use(...handlers)
    return inContext(
      ({ req, res, context }) =>
        new Promise<void>((resolve, reject) => {
          context.response.handOver(res)
          res.once('close', resolve)
          // Without an error no handler has responded, such as for a file that does not exist.
          app(req as Request, res as Response, (error?: unknown) =>
            reject((error as Error | undefined) ?? notFound()),
          )
        }),
      sendError,
    )
  }
}
