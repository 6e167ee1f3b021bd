import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Payload } from 'payload'

import { toApiError } from './errors/toApiError.ts'
import { pathOf } from './requestPath.ts'
import { respond } from './respond.ts'

/** Responds with the v1 form of an error. A fault of the server also goes to the log. */
export function respondWithError(
  payload: Payload,
  req: IncomingMessage,
  res: ServerResponse,
  error: unknown,
): void {
  const path = pathOf(req.url!)
  const log = (cause: unknown, requestId: string) =>
    payload.logger.error({ err: cause, requestId, msg: `${req.method} ${path} failed` })
  respond(req, res, toApiError(error, log))
}
