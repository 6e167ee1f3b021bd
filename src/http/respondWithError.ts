import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Payload } from 'payload'

import { toApiError } from './errors/toApiError.ts'
import { respond } from './respond.ts'

/** Answers with the contract's form of an error. What nobody but us can mend goes to the log. */
export function respondWithError(
  payload: Payload,
  req: IncomingMessage,
  res: ServerResponse,
  error: unknown,
): void {
  const path = req.url?.split('?', 1)[0]
  const log = (cause: unknown, requestId: string) =>
    payload.logger.error({ err: cause, requestId, msg: `${req.method} ${path} failed` })
  respond(req, res, toApiError(error, log))
}
