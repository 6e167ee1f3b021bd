import type { Exchange } from './exchange.ts'
import { type ApiError, prefersProblemDetails, toProblemDetails } from './errors/toApiError.ts'
import type { HeaderList } from './responseHeaders.ts'
import type { Reply } from './route.ts'

/** A response as bytes. */
export interface Answer {
  status: number
  headers: HeaderList
  /** Undefined for a response without a body. */
  body?: Buffer | string
}

const none: HeaderList = []

/** The only writer of responses, but for those that Payload or Next write themselves. */
export function sendAnswer({ res, context }: Exchange, { status, headers, body }: Answer): void {
  const { response } = context
  response.setAll(headers)
  res.writeHead(status, response.send()).end(body)
}

/** A text as an answer, with its type and its length in bytes. */
export function textAnswer(
  status: number,
  type: string,
  text: string,
  headers: HeaderList = none,
): Answer {
  // Without a length, Node omits it in the response to a HEAD.
  const own = ['Content-Type', type, 'Content-Length', String(Buffer.byteLength(text))]
  return { status, headers: headers.length === 0 ? own : [...own, ...headers], body: text }
}

export const jsonType = 'application/json; charset=utf-8'

/** A value as an answer in JSON. */
export const jsonAnswer = (
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): Answer => {
  const { 'Content-Type': type = jsonType, ...others } = headers
  return textAnswer(status, type, JSON.stringify(body), Object.entries(others).flat())
}

/** Whether an error has the form of this API. Those of another protocol, such as OFREP, keep theirs. */
const isOwnError = (body: unknown): boolean =>
  typeof body === 'object' && body !== null && ('detail' in body || 'error' in body)

/** An error takes the form that the client accepts: plain JSON, or problem details. */
function acceptedForm({ req, context }: Exchange, reply: Reply): Reply {
  if (reply.status < 400) return reply
  context.response.setAll(['Vary', 'Accept'])
  const isProblem = isOwnError(reply.body) && prefersProblemDetails(req.headers.accept)
  return isProblem ? toProblemDetails(reply as ApiError) : reply
}

/** Sends a reply: as JSON, unless it is a text of another type. */
export function sendReply(exchange: Exchange, reply: Reply): void {
  const { status, body, headers = {}, text } = acceptedForm(exchange, reply)
  const others = () => Object.entries(headers).flat()
  if (text) sendAnswer(exchange, textAnswer(status, text.type, text.content, others()))
  else if (body !== undefined) sendAnswer(exchange, jsonAnswer(status, body, headers))
  else sendAnswer(exchange, { status, headers: others() })
}
