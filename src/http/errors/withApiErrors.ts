import { randomUUID } from 'node:crypto'
import type { PayloadHandler } from 'payload'

import { getRequestContext } from '../../shared/requestContext.ts'
import { toApiError, toProblemDetails, prefersProblemDetails } from './toApiError.ts'

/** A handler whose errors have the form of v1 instead of Payload's. */
export const withApiErrors =
  (handler: PayloadHandler): PayloadHandler =>
  async (req) => {
    try {
      return await handler(req)
    } catch (error) {
      const requestId = getRequestContext()?.id ?? randomUUID()
      const log = (err: unknown) =>
        req.payload.logger.error({ err, requestId, msg: 'A request failed' })
      const plain = toApiError(error, { requestId, log })
      const apiError = prefersProblemDetails(req.headers.get('accept'))
        ? toProblemDetails(plain)
        : plain
      return Response.json(apiError.body, { status: apiError.status, headers: apiError.headers })
    }
  }
