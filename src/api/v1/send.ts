import type { Request, Response } from 'express'

import { asProblem, type ErrorAnswer, wantsProblem } from '../../errors/answer.ts'
import type { Reply } from './route.ts'

const inTheirForm = (req: Request, { status, body, headers = {} }: Reply): Reply =>
  status >= 400 && wantsProblem(req.headers.accept)
    ? asProblem({ status, headers, body: body as ErrorAnswer['body'] })
    : { status, headers, body }

/**
 * Sends a reply as JSON; one that is an error as problem details to a client that asks for them.
 * Not through Express, which adds a charset to the type of problem details that it does not have.
 */
export function send(req: Request, res: Response, reply: Reply): void {
  if (reply.status >= 400) res.vary('Accept')
  const { status, body, headers } = inTheirForm(req, reply)
  const text = body === undefined ? '' : JSON.stringify(body)
  const type = { 'Content-Type': 'application/json; charset=utf-8' }
  // Node leaves the length out of the answer to a HEAD, unless it is told.
  const described: Record<string, string | number> = text
    ? { ...type, 'Content-Length': Buffer.byteLength(text) }
    : {}
  for (const [name, value] of Object.entries({ ...described, ...headers })) {
    res.setHeader(name, value)
  }
  res.status(status).end(text)
}
