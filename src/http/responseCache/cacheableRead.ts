import type { Payload } from 'payload'

/** A request whose response may come from the response cache. */
export interface CacheableRequest {
  read: CacheableRead
  /** The number of the event in the path, as text; '' without one. */
  id: string
  /** Scheme and host by which clients reach this server. */
  origin: string
  /** Path and query, as the client sent them. */
  url: string
  cacheKey: string
}

/** A response as it was read from the database. */
export interface ReadResponse {
  body: string
  /** The content type; `application/json; charset=utf-8` without one. */
  type?: string
  /** The entity tag of the plain bytes, strong and in its quotes. */
  tag: string
  eventIds: number[]
  /** When the response changes by itself, in milliseconds since the epoch: an event begins. */
  changesAt: number | undefined
}

/** A read whose response is the same for every anonymous caller. */
export interface CacheableRead {
  /** As the log and the metrics name it. */
  route: string
  /** Matches the path. The one group that matches, if any, is the number of the event. */
  pattern: RegExp
  /** Whether the response shows a list, which changes when any event does. */
  isList: boolean
  /** Whether the response to a query may be shared; without it, to every query. */
  allowsQuery?: (query: string) => boolean
  /** Whether Express serves the read when the cache is off. */
  needsCache?: boolean
  /** @throws what the route throws */
  read: (payload: Payload, request: CacheableRequest) => Promise<ReadResponse>
}
