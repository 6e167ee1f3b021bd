import { AsyncLocalStorage } from 'node:async_hooks'

import type { Span } from './tracing.ts'

/** The headers of a response, as long as it has not begun. */
export interface PendingResponse {
  readonly headersSent: boolean
  setHeader(name: string, value: string): unknown
}

/** An access token whose signature and times were checked. */
export interface CheckedToken {
  token: string
  /** Undefined for a token that is not valid. */
  claims: { userId: number; version: number } | undefined
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
  readonly method: string
  /** The route that serves it, such as `/api/v1/events/{id}/`. There are few routes. */
  readonly route: string
  /** The bearer token of the request, once it was checked: each token is checked once a request. */
  checkedToken?: CheckedToken
  /** The name of the GraphQL operation: there one route serves everything. */
  operation?: string
  /** The caller, if known. */
  userId?: number
  /** Whether an error of the request was reported. Each is reported once. */
  isReported?: boolean
  /** What became of the call of a server function of the panel; `unread` until its arguments were read. */
  serverFunction?: 'unread' | 'called' | 'not found' | 'malformed'
  /** Whether the file in the response is not for everybody, so that no shared cache may store it. */
  isPrivateFile?: boolean
  /** Its span, if the request is traced. */
  span?: Span
}

/** A property of the process, because Next's bundle has its own copy of this module. */
const key = Symbol.for('robo-events.context')
const current = ((
  globalThis as unknown as Record<symbol, AsyncLocalStorage<RequestContext> | undefined>
)[key] ??= new AsyncLocalStorage<RequestContext>())

/** Runs code for a request, so that `getRequestContext` returns its context in all code that it calls. */
export const runWithContext = <Result>(context: RequestContext, work: () => Result): Result =>
  current.run(context, work)

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
