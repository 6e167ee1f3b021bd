import type { IncomingHttpHeaders } from 'node:http'
import type { Payload, PayloadRequest } from 'payload'
import type { z } from 'zod'

import type { Principal } from '../shared/principal.ts'
import type { ShowError } from './errors/toApiError.ts'
import type { StreamSource } from './push/pushMessage.ts'
import type { SocketRoute } from './push/socketRoute.ts'

/** The parts of an HTTP request that a handler may depend on. */
export interface HttpRequest {
  headers: IncomingHttpHeaders
  /** Path and query, as the client sent them. */
  url: string
  /** Scheme and host by which clients reach this server. */
  origin: string
  /** The client's IP address; trusted proxies in front of this server are skipped. */
  clientAddress: string
  isDisconnected: () => boolean
  /** The first of the languages that the client accepts; undefined when it accepts none of them. */
  acceptedLanguage: <Language extends string>(
    languages: readonly Language[],
  ) => Language | undefined
}

export type Method = 'get' | 'post' | 'put' | 'patch' | 'delete'

/**
 * Who may call a route. A route that ignores sign-in also ignores bad tokens: `login` must work. `staff` are
 * admins too.
 */
export type Audience = 'anyone' | 'signed-in' | 'staff' | 'ignores-sign-in'

/** A file that is made while it is sent. */
export interface Download {
  /** Its media type. */
  type: string
  fileName: string
  chunks: AsyncGenerator<string>
}

export interface Reply {
  status: number
  /** A value that is sent as JSON. */
  body?: unknown
  /** A body that is no JSON. */
  text?: { type: string; content: string }
  headers?: Record<string, string>
  /** Opens a stream of events instead of a body. */
  events?: StreamSource
  /** A file that is made while it is sent. */
  download?: Download
}

export interface Context<Params, Query, Body> {
  payload: Payload
  /** Payload's request. Operations on it run as the caller. */
  req: PayloadRequest
  user: Principal | undefined
  params: Params
  query: Query
  body: Body
  http: HttpRequest
}

interface Schemas<Params extends z.ZodType, Query extends z.ZodType, Body extends z.ZodType> {
  params?: Params
  query?: Query
  body?: Body
}

interface DescribedResponse {
  description: string
  schema?: z.ZodType
  headers?: string[]
  /** The media type, for a body that is no JSON. */
  type?: string
}

export interface Described {
  method: Method
  /** With parameters in braces, as in OpenAPI, and a slash at the end, unless it is the name of a file. */
  path: string
  operationId: string
  summary: string
  description?: string
  tag: string
  audience: Audience
  /** The responses of success, by status. */
  responses: Record<number, DescribedResponse>
  /** Statuses of errors, except 400, 401, 429 and 500, and those that every body can cause. */
  errors: number[]
  /** Set when the route will be removed (RFC 9745, RFC 8594). Both dates are ISO 8601. */
  deprecation?: { since: string; sunset: string }
  /** Whether a protocol that is not ours fixes the path: then it also answers without `/api/v1` before it. */
  isAtRoot?: boolean
  /** Set when that protocol also has errors of its own. */
  showError?: ShowError
  /** Those errors, for the OpenAPI document. */
  failure?: { statuses: number[]; schema: z.ZodType }
  /** Whether the route claims a place or seats. The rate limit of claims applies to it. */
  isClaim?: boolean
  /** Whether machines ask every few seconds whether the platform works, by the address of the server. */
  isProbe?: boolean
  /** Whether its response is a stream of events, which stays open. */
  isStream?: boolean
  /** Set when the route is a WebSocket. Its `handle` answers plain requests. */
  socket?: SocketRoute
  /** Milliseconds by which a successful response is delayed. */
  responseDelayMs?: number
}

/** Shows the outcome of a route to the client. */
type ShowOutcome<Outcome> = (outcome: Outcome, http: HttpRequest) => Reply

export interface Route extends Described, Schemas<z.ZodType, z.ZodType, z.ZodType> {
  /**
   * Does the work. The outcome is plain data: it is stored under an `Idempotency-Key`, so it knows
   * nothing of HTTP.
   */
  handle: (context: Context<never, never, never>) => Promise<unknown>
  /** Without it the outcome is the body, and the status is the first of `responses`. */
  reply?: ShowOutcome<never>
}

/** Defines a route, for the router and for the OpenAPI document. */
export const defineRoute = <
  Outcome,
  Params extends z.ZodType = z.ZodUndefined,
  Query extends z.ZodType = z.ZodUndefined,
  Body extends z.ZodType = z.ZodUndefined,
>(
  route: Described &
    Schemas<Params, Query, Body> & {
      handle: (
        context: Context<z.output<Params>, z.output<Query>, z.output<Body>>,
      ) => Promise<Outcome>
      reply?: ShowOutcome<Outcome>
    },
): Route => route

/** The response that shows the outcome of a route. */
export function replyOf({ reply, responses }: Route, outcome: unknown, http: HttpRequest): Reply {
  if (reply) return reply(outcome as never, http)
  const [status] = Object.keys(responses)
  // The outcome of a repeated request comes from JSON, which has `null` for nothing.
  return { status: Number(status), body: outcome ?? undefined }
}
