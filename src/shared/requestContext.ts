import { AsyncLocalStorage } from 'node:async_hooks'
import type { IncomingMessage, ServerResponse } from 'node:http'

import type { Span } from './tracing.ts'

/** One request from outside, as whoever serves it knows it. */
export interface RequestContext {
  /** What the client, the log and an error report call it: `X-Request-Id`. */
  readonly id: string
  /** When it came, on the clock of `performance`. */
  readonly startedAt: number
  /** Where it comes from: the client, not the proxies in front of this server that are trusted. */
  readonly address: string
  readonly protocol: 'http' | 'https'
  /** What it is answered with: whoever serves it may add headers until they are sent. */
  readonly response: ServerResponse
  /** What it was served by, such as `GET /api/v1/events/{id}/`: of routes there are few. */
  route?: string
  /** What of it was asked for, where one route does everything: of GraphQL, as clients call it. */
  operation?: string
  /** Who asked, when that is known. */
  userId?: number
  /** How long the body of its answer is, where the answer itself cannot be asked. */
  bytes?: number
  /** Whether an error of it was reported: what went wrong is told once. */
  isReported?: boolean
  /** Where its trace has got to, when it is traced. */
  span?: Span
}

/** On the process, because Next's bundle has a copy of this module of its own. */
const key = Symbol.for('robo-events.context')
const current = ((
  globalThis as unknown as Record<symbol, AsyncLocalStorage<RequestContext> | undefined>
)[key] ??= new AsyncLocalStorage<RequestContext>())

interface WithContext {
  [key]?: RequestContext
}

/**
 * Remembers a request's request. On the request itself: clearing a weak map up took a fifth of the time
 * that answers from memory take.
 */
export const attachRequestContext = (req: IncomingMessage, context: RequestContext): void => {
  ;(req as WithContext)[key] = context
}

/** The request that a request is; every request has one from the moment it is received. */
export const requestContextOf = (req: IncomingMessage): RequestContext => (req as WithContext)[key]!

/** Runs what serves a request, so that whatever it calls can ask which one it is. */
export const runWithContext = <Result>(context: RequestContext, work: () => Result): Result =>
  current.run(context, work)

/** Notes which route serves it, if anybody has asked. */
export function setRoute(route: string): void {
  const context = current.getStore()
  if (context) context.route = route
}

/** Notes what was asked for. */
export function setOperation(operation: string | undefined): void {
  const context = current.getStore()
  if (context) context.operation = operation
}

/** Notes who has asked for what is being served, if anybody has. */
export function setCaller(userId: number): void {
  const context = current.getStore()
  if (context) context.userId = userId
}

/** The request that is being served; undefined in what nobody outside has asked for, as jobs are. */
export const getRequestContext = (): RequestContext | undefined => current.getStore()
