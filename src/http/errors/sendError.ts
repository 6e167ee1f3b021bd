import type { Payload } from 'payload'

import { Refusal } from '../../shared/errors/Refusal.ts'
import { toRefusal } from '../../shared/errors/toRefusal.ts'
import { runWithContext } from '../../shared/requestContext.ts'
import { jsonAnswer, sendAnswer, sendReply } from '../answer.ts'
import type { Exchange } from '../exchange.ts'
import { type ApiError, type ShowError, toApiError } from './toApiError.ts'

/** Sends an error to the client. A response that has begun is cut off instead. */
export type SendError = (exchange: Exchange, error: unknown) => void

/** The error as clients of v1 see it. A fault of the server goes to the log. */
export function apiErrorFor(
  payload: Payload,
  { req, entry, context }: Exchange,
  error: unknown,
): ApiError {
  const { id: requestId } = context
  const msg = `${req.method} ${entry.name} failed`
  const log = (err: unknown) => payload.logger.error({ err, requestId, msg })
  // A refusal is not logged, so it needs no context. A full event sends thousands of them.
  if (error instanceof Refusal) return toApiError(error, { requestId, log })
  return runWithContext(context, () => toApiError(error, { requestId, log }))
}

/** Cuts a response off that has begun, and sends the error otherwise. */
export const unlessBegun =
  (send: SendError): SendError =>
  (exchange, error) => {
    // The part that was written leaves first: the client sees a response that breaks off.
    if (exchange.context.response.headersSent) setImmediate(() => exchange.res.destroy())
    else send(exchange, error)
  }

/** Sends errors in the form of v1, unless a route has another. A fault of the server also goes to the log. */
export const sendV1Error = (payload: Payload, show: ShowError = (error) => error): SendError =>
  unlessBegun((exchange, error) =>
    sendReply(exchange, show(apiErrorFor(payload, exchange, error), exchange.params)),
  )

/**
 * Sends errors of all other routes. The body has `detail` for the clients of v1 and `errors` for those
 * of Payload, because the route does not know which of the two has called. Clients of GraphQL find the
 * status in `extensions.statusCode`, as in the errors of a field.
 */
export const sendPayloadError = (payload: Payload): SendError =>
  unlessBegun((exchange, error) => {
    const { status, body, headers } = apiErrorFor(payload, exchange, toRefusal(error) ?? error)
    const extensions = { statusCode: status }
    const isGraphql = exchange.entry.kind === 'graphql'
    const errors = [{ message: body.detail, ...(isGraphql ? { extensions } : {}) }]
    sendAnswer(exchange, jsonAnswer(status, { ...body, errors }, headers))
  })
