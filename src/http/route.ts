import type { Request } from 'express'
import type { Payload, PayloadRequest } from 'payload'
import type { z } from 'zod'

import type { Principal } from '../shared/principal.ts'

/** The request as Express parsed it. */
export type HttpRequest = Request

export type Method = 'get' | 'post' | 'put' | 'patch' | 'delete'

/** Who a route is for. A route that ignores sign-in ignores bad tokens too: `login` must work. */
export type Audience = 'anyone' | 'signed-in' | 'ignores-sign-in'

export interface Reply {
  status: number
  body?: unknown
  headers?: Record<string, string>
}

export interface Context<Params, Query, Body> {
  payload: Payload
  /** Payload's own request, on which operations run as the caller. */
  req: PayloadRequest
  user: Principal | undefined
  params: Params
  query: Query
  body: Body
  http: HttpRequest
  /** Where clients reach this server, when that is configured. */
  publicUrl: string | undefined
}

interface Schemas<Params extends z.ZodType, Query extends z.ZodType, Body extends z.ZodType> {
  params?: Params
  query?: Query
  body?: Body
}

export interface Described {
  method: Method
  /** With the parameters in braces and a slash at the end, as OpenAPI and the contract write it. */
  path: string
  operationId: string
  summary: string
  description?: string
  tag: string
  audience: Audience
  /** What it answers when all is well, by status. */
  responses: Record<number, { description: string; schema?: z.ZodType; headers?: string[] }>
  /** The statuses of errors it can answer beside 400, 401, 429 and 500, and those of every body. */
  errors: number[]
  /** Set when the route is going away (RFC 9745, RFC 8594); both dates in ISO 8601. */
  deprecation?: { since: string; sunset: string }
  /** Whether it asks for a place or for seats: a user may do that only so often. */
  isClaim?: boolean
  /** Milliseconds for which a good answer is kept from the client. */
  responseDelayMs?: number
}

export interface Route extends Described, Schemas<z.ZodType, z.ZodType, z.ZodType> {
  handle: (context: Context<never, never, never>) => Promise<Reply>
}

/** One route of the API: what it takes and answers, for the router and for the document alike. */
export const defineRoute = <
  Params extends z.ZodType = z.ZodUndefined,
  Query extends z.ZodType = z.ZodUndefined,
  Body extends z.ZodType = z.ZodUndefined,
>(
  route: Described &
    Schemas<Params, Query, Body> & {
      handle: (
        context: Context<z.output<Params>, z.output<Query>, z.output<Body>>,
      ) => Promise<Reply>
    },
): Route => route
