import type { Payload } from 'payload'

import { hasReplicas, withReplica } from '../database/replicaReads.ts'
import type { Serve } from './exchange.ts'

/**
 * Serves a request from a replica, if its route allows that. Signed-in users must see their own writes,
 * so they read from the primary. A cached response needs neither, so it comes before this.
 */
export function fromReplica(payload: Payload, serve: Serve): Serve {
  if (!hasReplicas(payload)) return serve
  return (exchange) => {
    const { req, entry } = exchange
    const { authorization, cookie } = req.headers
    const isAnonymous = authorization === undefined && cookie === undefined
    if (!entry.replica || !isAnonymous) return serve(exchange)
    return withReplica(payload, entry.replica, () => serve(exchange))
  }
}
