import type { Payload } from 'payload'

import { withReplica } from '../database/replicaReads.ts'
import type { Serve } from './exchange.ts'

/**
 * Serves a request from a replica, if its route allows that. Signed-in users must see their own writes,
 * so they read from the primary.
 */
export const fromReplica =
  (payload: Payload): Serve =>
  (exchange) => {
    const { req, entry } = exchange
    const { authorization, cookie } = req.headers
    const isAnonymous = authorization === undefined && cookie === undefined
    if (!entry.replica || !isAnonymous) return entry.serve(exchange)
    return withReplica(payload, entry.replica, () => entry.serve(exchange))
  }
