import type { IncomingMessage, ServerResponse } from 'node:http'

import type { Staleness } from '../database/replicaReads.ts'
import type { RequestContext } from '../shared/requestContext.ts'
import type { Upgrade } from './push/upgrade.ts'
import type { ResponseHeaders } from './responseHeaders.ts'
import type { Surface } from './security/surfaces.ts'

/** The context of a request that `src/http` serves: it also knows the list of response headers. */
export interface HttpContext extends RequestContext {
  response: ResponseHeaders
}

/** A request with its response, on the way through the pipeline. */
export interface Exchange {
  readonly req: IncomingMessage
  readonly res: ServerResponse
  readonly context: HttpContext
  /** The entry of the route table that the request has matched. */
  readonly entry: RouteEntry
  /** The decoded parameters of the path. */
  readonly params: Readonly<Record<string, string | undefined>>
  /** Whether the path could be decoded. If not, it was matched as it was sent. */
  readonly isDecodable: boolean
  /** Set when the client wants a WebSocket from a route that is one. */
  readonly upgrade: Upgrade | undefined
}

/** Responds to a request. An error that it throws is sent in the form of its route. */
export type Serve = (exchange: Exchange) => void | Promise<void>

/** Responds and returns true, or returns false and has changed nothing but headers. */
export type Guard = (exchange: Exchange) => boolean

/** How a request is answered. */
export type RouteKind =
  'v1' | 'rest' | 'graphql' | 'panel' | 'page' | 'file' | 'probe' | 'metrics' | 'none'

/** All that the pipeline knows about a route. Nothing else in `src/http` reads a URL's path. */
export interface RouteEntry {
  /** Its name in metrics, logs and traces, such as `/api/v1/events/{id}/`. */
  name: string
  kind: RouteKind
  /** Decides on the security headers, and on whether the panel's cookie authenticates here. */
  surface: Surface
  serve: Serve
  /** Whether pages of other origins may read the response. */
  isCrossOrigin: boolean
  /** Whether requests count against the limit of requests of a client. */
  isLimited: boolean
  /** Whether it answers under any host name: machines request it by the address of the server. */
  allowsAnyHost: boolean
  /** Whether machines request it every few seconds: then it is logged at level `debug`. */
  isFrequent: boolean
  /** Whether a body may be a file, which has the time of the whole request to arrive. */
  takesFiles: boolean
  /** Whether it takes upgrades to WebSockets. */
  takesUpgrade: boolean
  /** Whether its responses stay open for hours: then they are not measured as requests. */
  staysOpen: boolean
  /** Whether no cache may store the response, unless the response itself says otherwise. */
  isNoStore: boolean
  /** How old the data may be that a replica serves to an anonymous caller; undefined for the primary. */
  replica?: Staleness
}
