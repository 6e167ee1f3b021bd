import type { IncomingMessage, ServerResponse } from 'node:http'
import { type Payload, ValidationError } from 'payload'

import { unauthenticated } from '../../shared/errors/Refusal.ts'
import { isTooDeep } from '../../shared/jsonDepth.ts'
import { requestContextOf } from '../../shared/requestContext.ts'
import { type ClaimPlace, claimInBatch } from './claimBatcher.ts'
import { notJson } from '../../http/body/jsonBody.ts'
import { validate } from '../../http/validate.ts'
import { invalidToken, claimReply, requestForToken } from './claimReply.ts'
import {
  type IdempotentRequest,
  idempotentRequestOf,
  withIdempotency,
} from '../../http/idempotency/idempotency.ts'
import { respond } from '../../http/respond.ts'
import { respondWithError } from '../../http/respondWithError.ts'
import { PartySchema } from './schemas.ts'
import {
  type TokenClaims,
  checkClaim,
  authenticate,
  bearerOf,
  tokensOf,
} from '../accounts/public.ts'

/** The contract's path, and the predecessor's, which always ends in a slash. */
const path = /^\/api\/(?:v1\/events\/(\d{1,9})\/register\/?|events\/(\d{1,9})\/register\/)$/

/** As the router names the route. */
const route = 'POST /api/v1/events/{id}/register/'

/** As the router names what is done: a retry by either way is the same request. */
const operation = 'register'

const plainJson = /^application\/json(?:; ?charset=utf-8)?$/i

/** Headers that ask for more than a plain answer to a plain body. */
const unusual = ['content-encoding', 'transfer-encoding', 'expect', 'upgrade']

interface FastPathOptions {
  payload: Payload
  maxBodyBytes: number
  /** How places are claimed; the benchmark compares others with the platform's own. */
  claiming?: ClaimPlace
}

/** Answers a request, or leaves it untouched and says so. */
export type FastPath = (req: IncomingMessage, res: ServerResponse) => boolean

/** The event of a registration that is as nearly all are; undefined for any other request. */
function eventOf(req: IncomingMessage, maxBodyBytes: number): number | undefined {
  const match = req.method === 'POST' ? path.exec(req.url!) : null
  if (!match) return undefined
  const { headers } = req
  const length = Number(headers['content-length'] ?? 0)
  const isPlain =
    length <= maxBodyBytes &&
    (length === 0 || plainJson.test(headers['content-type'] ?? '')) &&
    unusual.every((name) => headers[name] === undefined)
  return isPlain ? Number(match[1] ?? match[2]) : undefined
}

/** The body as text, or undefined when the client goes away in the middle of it. */
const textOf = (req: IncomingMessage): Promise<string | undefined> =>
  new Promise((resolve) => {
    const chunks: Buffer[] = []
    req.on('data', (chunk: Buffer) => chunks.push(chunk))
    req.once('end', () => resolve(Buffer.concat(chunks).toString()))
    req.once('error', () => resolve(undefined))
  })

/** @throws {Refusal} 400 for what is no JSON object */
function bodyIn(text: string): object | undefined {
  if (text === '') return undefined
  let body: unknown
  try {
    body = JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch {
    throw notJson()
  }
  if (typeof body !== 'object' || body === null || isTooDeep(body)) throw notJson()
  return body
}

/**
 * Registers ahead of Express and of Payload, whose ways through cost many times what the work does.
 * It takes the requests that are as the apps send them and leaves the others to the router, which
 * answers both alike: whoever changes one of the two changes what the other has to answer
 * (docs/decisions/0012-hot-path.md).
 */
export function registerFastPath(options: FastPathOptions): FastPath {
  const { payload, maxBodyBytes, claiming = claimInBatch(payload) } = options

  const alone = withIdempotency(1)
  const reply = claimReply(payload, claiming)

  /** Who sends rubbish is told so only when they are somebody: as by the router, strangers first. */
  async function unlessStranger<Result>(token: string, read: () => Result): Promise<Result> {
    try {
      return read()
    } catch (error) {
      if (!(await authenticate(payload, token))) throw invalidToken()
      throw error
    }
  }

  async function answer(req: IncomingMessage, eventId: number, token: string, claims: TokenClaims) {
    const text = await textOf(req)
    if (text === undefined) return undefined
    const { userId, version: tokenVersion } = claims
    const body = await unlessStranger(token, () => bodyIn(text))
    const key = req.headers['idempotency-key']
    const asked = { key, operation, params: { id: eventId }, sent: body }
    const once = await unlessStranger(token, () => idempotentRequestOf(payload, userId, asked))
    const isGone = () => !req.socket.writable
    const party = () => validate(PartySchema, body ?? {})
    const claim = (key?: IdempotentRequest) =>
      reply({
        token,
        claim: { eventId, userId, ...party(), tokenVersion },
        isDisconnected: isGone,
        idempotent: key,
      })
    try {
      return await claim(once)
    } catch (error) {
      if (!(error instanceof ValidationError)) throw error
      // No party: but what was answered under the key before comes first.
      return alone(await requestForToken(payload, token), asked, async () => claim())
    }
  }

  async function serve(req: IncomingMessage, res: ServerResponse, eventId: number) {
    const context = requestContextOf(req)
    context.route = route
    try {
      const header = req.headers.authorization
      if (header === undefined) throw unauthenticated()
      const token = bearerOf(header)
      const claims = token && tokensOf(payload).verify('access', token)
      if (!claims) throw invalidToken()
      context.userId = claims.userId
      checkClaim(payload, claims.userId)
      const said = await answer(req, eventId, token, claims)
      if (said) respond(req, res, said)
    } catch (error) {
      respondWithError(payload, req, res, error)
    }
  }

  return (req, res) => {
    const eventId = eventOf(req, maxBodyBytes)
    if (eventId === undefined) return false
    void serve(req, res, eventId)
    return true
  }
}
