import type { PayloadHandler } from 'payload'

import { answerTo, asProblem, wantsProblem } from './toApiError.ts'

/** A handler whose errors are answered in the contract's shape instead of Payload's. */
export const contractual =
  (handler: PayloadHandler): PayloadHandler =>
  async (req) => {
    try {
      return await handler(req)
    } catch (error) {
      const plain = answerTo(error, (err, requestId) =>
        req.payload.logger.error({ err, requestId, msg: 'A request failed' }),
      )
      const answer = wantsProblem(req.headers.get('accept')) ? asProblem(plain) : plain
      return Response.json(answer.body, { status: answer.status, headers: answer.headers })
    }
  }
