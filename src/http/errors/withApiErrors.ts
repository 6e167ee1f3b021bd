import type { PayloadHandler } from 'payload'

import { toApiError, toProblemDetails, prefersProblemDetails } from './toApiError.ts'

/** A handler whose errors have the form of v1 instead of Payload's. */
export const withApiErrors =
  (handler: PayloadHandler): PayloadHandler =>
  async (req) => {
    try {
      return await handler(req)
    } catch (error) {
      const plain = toApiError(error, (err, requestId) =>
        req.payload.logger.error({ err, requestId, msg: 'A request failed' }),
      )
      const apiError = prefersProblemDetails(req.headers.get('accept'))
        ? toProblemDetails(plain)
        : plain
      return Response.json(apiError.body, { status: apiError.status, headers: apiError.headers })
    }
  }
