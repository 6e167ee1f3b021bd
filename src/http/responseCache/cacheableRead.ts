import type { Payload } from 'payload'

import type { Principal } from '../../shared/principal.ts'

/** A request whose response may come from the response cache. */
export interface CacheableRequest {
  /** The number of the event in the path, as text; '' without one. */
  id: string
  /** Scheme and host by which clients reach this server. */
  origin: string
  /** Path and query, as the client sent them. */
  url: string
}

/** A response as it was read from the database. */
export interface ReadResponse {
  body: string
  /** The content type; `application/json; charset=utf-8` without one. */
  type?: string
  /** The entity tag of the plain bytes, strong and in its quotes. */
  tag: string
  eventIds: number[]
  /** Whether the response shows feature flags, so that a change of one outdates it. */
  showsFlags?: boolean
  /** Headers of this response besides those of every cached one. */
  headers?: string[]
  /** When the response changes by itself, in milliseconds since the epoch: an event begins. */
  changesAt: number | undefined
}

/** A read whose response is the same for every anonymous caller. */
export interface CacheableRead {
  /** Whether the response shows a list, which changes when any event does. */
  isList: boolean
  /** Whether the response to a query may be shared; without it, to every query. */
  allowsQuery?: (query: string) => boolean
  /** Whether the usual route serves the read when the cache is off. */
  needsCache?: boolean
  /** Whether a signed-in user gets the same response as everybody. */
  isSameFor: (user: Principal) => boolean
  /** @throws what the route throws */
  read: (payload: Payload, request: CacheableRequest) => Promise<ReadResponse>
}
