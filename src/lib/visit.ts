import { AsyncLocalStorage } from 'node:async_hooks'
import type { IncomingMessage } from 'node:http'

/** One request from outside, as whoever serves it knows it. */
export interface Visit {
  /** What the client, the log and an error report call it: `X-Request-Id`. */
  readonly id: string
  /** When it came, on the clock of `performance`. */
  readonly began: number
  /** Where it comes from: the client, not the proxies in front of this server that are trusted. */
  readonly address: string
  readonly protocol: 'http' | 'https'
  /** What it was served by, such as `GET /api/v1/events/{id}/`. */
  route?: string
  /** Who asked, when that is known. */
  userId?: number
}

interface Shared {
  current: AsyncLocalStorage<Visit>
  byRequest: WeakMap<IncomingMessage, Visit>
}

/** On the process, because Next's bundle has a copy of this module of its own. */
const key = Symbol.for('robo-events.visits')
const shared = ((globalThis as unknown as Record<symbol, Shared | undefined>)[key] ??= {
  current: new AsyncLocalStorage<Visit>(),
  byRequest: new WeakMap<IncomingMessage, Visit>(),
})

/** Remembers a request's visit. */
export const noteVisit = (req: IncomingMessage, visit: Visit): void => {
  shared.byRequest.set(req, visit)
}

/** The visit that a request is; every request has one from the moment it is received. */
export const visitOf = (req: IncomingMessage): Visit => shared.byRequest.get(req)!

/** Runs what serves a visit, so that whatever it calls can ask which one it is. */
export const during = <Result>(visit: Visit, work: () => Result): Result =>
  shared.current.run(visit, work)

/** The visit that is being served; undefined in what nobody outside has asked for, as jobs are. */
export const currentVisit = (): Visit | undefined => shared.current.getStore()
