import type { Request } from 'express'
import type { Payload, PayloadRequest } from 'payload'
import type { z } from 'zod'

import type { Principal } from '../shared/principal.ts'

/** The request as Express parsed it. */
export type HttpRequest = Request

export type Method = 'get' | 'post' | 'put' | 'patch' | 'delete'

/** Who may call a route. A route that ignores sign-in also ignores bad tokens: `login` must work. */
export type Audience = 'anyone' | 'signed-in' | 'ignores-sign-in'

export interface Reply {
  status: number
  body?: unknown
  headers?: Record<string, string>
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
  /** `PUBLIC_URL`: where clients reach this server. */
  publicUrl: string | undefined
}

interface Schemas<Params extends z.ZodType, Query extends z.ZodType, Body extends z.ZodType> {
  params?: Params
  query?: Query
  body?: Body
}

export interface Described {
  method: Method
  /** With parameters in braces and a slash at the end, as in OpenAPI. */
  path: string
  operationId: string
  summary: string
  description?: string
  tag: string
  audience: Audience
  /** The responses of success, by status. */
  responses: Record<number, { description: string; schema?: z.ZodType; headers?: string[] }>
  /** Statuses of errors, except 400, 401, 429 and 500, and those that every body can cause. */
  errors: number[]
  /** Set when the route will be removed (RFC 9745, RFC 8594). Both dates are ISO 8601. */
  deprecation?: { since: string; sunset: string }
  /** Whether the route claims a place or seats. The rate limit of claims applies to it. */
  isClaim?: boolean
  /** Milliseconds by which a successful response is delayed. */
  responseDelayMs?: number
}

export interface Route extends Described, Schemas<z.ZodType, z.ZodType, z.ZodType> {
  handle: (context: Context<never, never, never>) => Promise<Reply>
}

/** Defines a route, for the router and for the OpenAPI document. */
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
