import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Payload } from 'payload'

import { parseId } from '../shared/documentId.ts'
import { unauthenticated } from '../shared/errors/Refusal.ts'
import { isTooDeep } from '../shared/jsonDepth.ts'
import type { Authenticate } from '../shared/principal.ts'
import { requestContextOf } from '../shared/requestContext.ts'
import { bearerOf, invalidToken } from './bearer.ts'
import { invalidJson } from './body/bodyErrors.ts'
import {
  type IdempotentRequest,
  idempotentRequestOf,
  type KeyedRequest,
} from './idempotency/idempotency.ts'
import { checkClaim } from './rateLimit/checkClaim.ts'
import { respond } from './respond.ts'
import { respondWithError } from './respondWithError.ts'
import type { Reply } from './route.ts'

/** What an access token says, when its signature and its times are good. */
interface VerifiedToken {
  userId: number
  version: number
}

/** A request that a fast path handles. Its token is verified; the user has not been looked up. */
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
}

/** A route that is served ahead of Express and of Payload, for signed-in callers. */
export interface FastPath {
  method: string
  /** Matches the path. The one group that matches is the number of a document. */
  pattern: RegExp
  /** As the router names the route. */
  route: string
  /** As the router names the operation: a retry on either way is the same idempotent request. */
  operation: string
  handle: (request: FastPathRequest) => Promise<Reply>
}

export interface FastPathOptions {
  payload: Payload
  maxBodyBytes: number
  authenticate: Authenticate
  /** Reads an access token without a query; undefined when it is not valid. */
  verifyToken: (token: string) => VerifiedToken | undefined
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
    req.once('end', () => resolve(Buffer.concat(chunks).toString()))
    req.once('error', () => resolve(undefined))
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
 * Serves a route ahead of Express and of Payload, which cost many times as much as the work itself.
 * It takes requests as the apps send them, and leaves all others to the router. The router serves
 * the same route, so both have to respond alike (docs/decisions/0012-fast-path.md).
 *
 * @returns a middleware: false means that the request is untouched
 */
export function fastPath(path: FastPath, options: FastPathOptions) {
  const { payload, maxBodyBytes, authenticate, verifyToken } = options
  const { method, pattern, route, operation } = path

  /** A bad request with a revoked token is a 401 first, as it is on the router. */
  async function afterAuthentication<Result>(token: string, read: () => Result): Promise<Result> {
    try {
      return read()
    } catch (error) {
      if (!(await authenticate(token))) throw invalidToken()
      throw error
    }
  }

  async function handle(req: IncomingMessage, id: number, token: string, claims: VerifiedToken) {
    const text = await readText(req)
    if (text === undefined) return undefined
    const { userId, version: tokenVersion } = claims
    const body = await afterAuthentication(token, () => parseBody(text))
    const key = req.headers['idempotency-key']
    const keyed = { key, operation, params: { id }, sent: body }
    const idempotent = await afterAuthentication(token, () =>
      idempotentRequestOf(payload, userId, keyed),
    )
    const isDisconnected = () => !req.socket.writable
    return path.handle({ id, token, userId, tokenVersion, body, keyed, idempotent, isDisconnected })
  }

  async function serve(req: IncomingMessage, res: ServerResponse, id: number) {
    const context = requestContextOf(req)
    context.route = route
    try {
      const header = req.headers.authorization
      if (header === undefined) throw unauthenticated()
      const token = bearerOf(header)
      const claims = token && verifyToken(token)
      if (!claims) throw invalidToken()
      context.userId = claims.userId
      checkClaim(payload, claims.userId)
      const reply = await handle(req, id, token, claims)
      if (reply) respond(req, res, reply)
    } catch (error) {
      respondWithError(payload, req, res, error)
    }
  }

  return (req: IncomingMessage, res: ServerResponse): boolean => {
    const match = req.method === method ? pattern.exec(req.url!) : null
    if (!match || !isPlain(req, maxBodyBytes)) return false
    const id = parseId((match[1] ?? match[2])!)
    if (id === undefined) return false
    void serve(req, res, id)
    return true
  }
}
