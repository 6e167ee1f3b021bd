import { AsyncLocalStorage } from 'node:async_hooks'

import type { Span } from './tracing.ts'

/** A response whose headers may still be set, as Node's HTTP server has it. */
export interface PendingResponse {
  readonly headersSent: boolean
  setHeader(name: string, value: string): unknown
}

/** The data that belongs to one HTTP request. */
export interface RequestContext {
  /** The request's id in `X-Request-Id`, the log and error reports. */
  readonly id: string
  /** The time of its arrival on the clock of `performance`. */
  readonly startedAt: number
  /** The client's IP address; trusted proxies in front of this server are skipped. */
  readonly address: string
  readonly protocol: 'http' | 'https'
  /** The response. Any code may add headers until they are sent. */
  readonly response: PendingResponse
  /** The route that serves it, such as `GET /api/v1/events/{id}/`. There are few routes. */
  route?: string
  /** The name of the GraphQL operation: there one route serves everything. */
  operation?: string
  /** The caller, if known. */
  userId?: number
  /** The length of the response body, if the response object does not know it. */
  bytes?: number
  /** Whether an error of the request was reported. Each is reported once. */
  isReported?: boolean
  /** Its span, if the request is traced. */
  span?: Span
}

/** A property of the process, because Next's bundle has its own copy of this module. */
const key = Symbol.for('robo-events.context')
const current = ((
  globalThis as unknown as Record<symbol, AsyncLocalStorage<RequestContext> | undefined>
)[key] ??= new AsyncLocalStorage<RequestContext>())

interface WithContext {
  [key]?: RequestContext
}

/**
 * Attaches the context to a request. It is a property of the request: garbage collection of a WeakMap took
 * 20 % of the time of responses from memory.
 */
export const attachRequestContext = (req: object, context: RequestContext): void => {
  ;(req as WithContext)[key] = context
}

/** The context of a request. Every request has one as soon as it is received. */
export const requestContextOf = (req: object): RequestContext => (req as WithContext)[key]!

/** Runs code for a request, so that `getRequestContext` returns its context in all code that it calls. */
export const runWithContext = <Result>(context: RequestContext, work: () => Result): Result =>
  current.run(context, work)

/** Sets the route of the current request, if there is one. */
export function setRoute(route: string): void {
  const context = current.getStore()
  if (context) context.route = route
}

/** Sets the GraphQL operation of the current request. */
export function setOperation(operation: string | undefined): void {
  const context = current.getStore()
  if (context) context.operation = operation
}

/** Sets the caller of the current request, if there is one. */
export function setCaller(userId: number): void {
  const context = current.getStore()
  if (context) context.userId = userId
}

/** The context of the current request; undefined outside requests, such as in jobs. */
export const getRequestContext = (): RequestContext | undefined => current.getStore()
