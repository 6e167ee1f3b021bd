import type { IncomingMessage, ServerResponse } from 'node:http'

import { toProblemDetails, type ApiError, prefersProblemDetails } from './errors/toApiError.ts'
import type { Reply } from './route.ts'
import { varyWith } from './vary.ts'

const acceptedForm = (req: IncomingMessage, { status, body, headers = {} }: Reply): Reply =>
  status >= 400 && prefersProblemDetails(req.headers.accept)
    ? toProblemDetails({ status, headers, body: body as ApiError['body'] })
    : { status, headers, body }

/**
 * Sends a reply as JSON, or an error as problem details to a client that accepts them. Express is not
 * used: it would add a charset to `application/problem+json`, which has none.
 */
export function respond(req: IncomingMessage, res: ServerResponse, reply: Reply): void {
  const { status, body, headers } = acceptedForm(req, reply)
  const text = body === undefined ? '' : JSON.stringify(body)
  const all: Record<string, string | number> = { ...headers }
  if (text) {
    all['Content-Type'] ??= 'application/json; charset=utf-8'
    // Without it, Node omits the length in the response to a HEAD.
    all['Content-Length'] = Buffer.byteLength(text)
  }
  // The form of an error depends on what the client accepts.
  if (status >= 400) all.Vary = varyWith(res, 'Accept')
  res.writeHead(status, all).end(text)
}
