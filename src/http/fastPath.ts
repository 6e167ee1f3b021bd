import type { IncomingMessage } from 'node:http'
import type { Payload } from 'payload'

import { parseId } from '../shared/documentId.ts'
import { unauthenticated } from '../shared/errors/Refusal.ts'
import { isTooDeep } from '../shared/jsonDepth.ts'
import type { Authenticate } from '../shared/principal.ts'
import { type CheckedToken, type RequestContext, runWithContext } from '../shared/requestContext.ts'
import { sendReply } from './answer.ts'
import { bearerOf, invalidToken } from './bearer.ts'
import { invalidJson } from './body/bodyErrors.ts'
import { sendV1Error } from './errors/sendError.ts'
import type { Exchange, Serve } from './exchange.ts'
import {
  type IdempotentRequest,
  idempotentRequestOf,
  type KeyedRequest,
  replayedHeader,
} from './idempotency/idempotency.ts'
import { checkClaim } from './rateLimit/checkClaim.ts'
import type { Reply } from './route.ts'

/** A request that a fast path handles. Its token is checked; the user has not been looked up. */
export interface FastPathRequest {
  id: number
  token: string
  userId: number
  tokenVersion: number
  body: object | undefined
  keyed: KeyedRequest
  /** Undefined without an `Idempotency-Key`. */
  idempotent: IdempotentRequest | undefined
  isDisconnected: () => boolean
  /** Runs code that calls Payload: a fast path runs outside the AsyncLocalStorage of the request. */
  inContext: <Result>(work: () => Result) => Result
}

/** The response of a fast path, and whether it repeats an earlier one. */
export interface FastPathReply extends Reply {
  isReplayed?: boolean
}

/** A way to serve a route of v1 without Payload's request and access rules, for signed-in callers. */
export interface FastPath {
  /** The operation of the route: a retry on either way is the same idempotent request. */
  operation: string
  handle: (request: FastPathRequest) => Promise<FastPathReply>
}

export interface FastPathOptions {
  payload: Payload
  maxBodyBytes: number
  authenticate: Authenticate
  /** Reads an access token without a query; undefined when it is not valid. */
  checkToken: (token: string, context: RequestContext) => CheckedToken['claims']
}

const plainJson = /^application\/json(?:; ?charset=utf-8)?$/i

/** Headers that ask for more than a plain response to a plain body. */
const unusual = ['content-encoding', 'transfer-encoding', 'expect', 'upgrade']

/** Whether the body, if there is one, is small enough and plain JSON. */
function isPlain({ headers }: IncomingMessage, maxBodyBytes: number): boolean {
  const length = Number(headers['content-length'] ?? 0)
  return (
    length <= maxBodyBytes &&
    (length === 0 || plainJson.test(headers['content-type'] ?? '')) &&
    unusual.every((name) => headers[name] === undefined)
  )
}

/** The body as text; undefined when the client disconnects before the end. */
const readText = (req: IncomingMessage): Promise<string | undefined> =>
  new Promise((resolve) => {
    const chunks: Buffer[] = []
    req.on('data', (chunk: Buffer) => chunks.push(chunk))
    req.on('error', () => resolve(undefined))
    // Nearly every body arrives as one chunk.
    req.on('end', () =>
      resolve((chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)).toString()),
    )
  })

/** @throws {Refusal} 400 when the text is not a JSON object */
function parseBody(text: string): object | undefined {
  if (text === '') return undefined
  let body: unknown
  try {
    body = JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch {
    throw invalidJson('v1')
  }
  if (typeof body !== 'object' || body === null || isTooDeep(body)) throw invalidJson('v1')
  return body
}

/**
 * Serves a route of v1 without Payload, which costs many times as much as the work itself. It takes
 * requests as the apps send them, and leaves all others to the router. Both have to respond alike
 * (docs/decisions/0012-fast-path.md).
 *
 * @param next serves the requests that it leaves
 */
export function fastPath(path: FastPath, next: Serve, options: FastPathOptions): Serve {
  const { payload, maxBodyBytes, authenticate, checkToken } = options
  const { operation } = path
  const sendError = sendV1Error(payload)

  /** @throws {Refusal} 401 without a valid token */
  function tokenOf({ req, context }: Pick<Exchange, 'req' | 'context'>) {
    const header = req.headers.authorization
    if (header === undefined) throw unauthenticated()
    const token = bearerOf(header)
    const claims = token && checkToken(token, context)
    if (!claims) throw invalidToken()
    context.userId = claims.userId
    return { token, userId: claims.userId, tokenVersion: claims.version }
  }

  /** @returns undefined when the client has disconnected */
  async function read(
    { req, context }: Exchange,
    id: number,
  ): Promise<FastPathRequest | undefined> {
    const caller = tokenOf({ req, context })
    checkClaim(payload, caller.userId, context.response)
    const text = await readText(req)
    if (text === undefined) return undefined
    const inContext = <Result>(work: () => Result) => runWithContext(context, work)
    const isDisconnected = () => !req.socket.writable
    try {
      const body = parseBody(text)
      const keyed = { key: req.headers['idempotency-key'], operation, params: { id }, sent: body }
      const idempotent = idempotentRequestOf(payload, caller.userId, keyed)
      return { id, ...caller, body, keyed, idempotent, isDisconnected, inContext }
    } catch (error) {
      // A bad request with a revoked token is a 401 first, as it is on the router.
      if (!(await inContext(() => authenticate(caller.token, context)))) throw invalidToken()
      throw error
    }
  }

  async function serve(exchange: Exchange, id: number) {
    try {
      const request = await read(exchange, id)
      if (!request) return
      // A statement finds the trace that it belongs to in the context.
      const handle = () => path.handle(request)
      const { isReplayed, ...reply } = await (exchange.context.span
        ? request.inContext(handle)
        : handle())
      if (isReplayed) exchange.context.response.setHeader(...replayedHeader)
      sendReply(exchange, reply)
    } catch (error) {
      sendError(exchange, error)
    }
  }

  return (exchange) => {
    const id = parseId(exchange.params.id ?? '')
    // A query has no meaning here. A request with one is not as the apps send it.
    const isUsual = isPlain(exchange.req, maxBodyBytes) && !exchange.req.url!.includes('?')
    return id === undefined || !isUsual ? next(exchange) : serve(exchange, id)
  }
}
