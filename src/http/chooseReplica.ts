import type { IncomingMessage, RequestListener } from 'node:http'
import type { Payload } from 'payload'

import { type Staleness, hasReplicas, withReplica } from '../database/replicaReads.ts'

/** Reads whose responses are cached, here or by a CDN. They need a replica that is up to date. */
const cached = /^\/api\/(?:v1\/)?events(?:[/?]|$)/

/** Reads that may be a little old. */
const uncached = /^\/api\/(?:graphql|media)(?:[/?]|$)/

/**
 * How old the data of a response may be; undefined for the primary. Signed-in users must see their own
 * writes, so they read from the primary. So does a GraphQL mutation of an anonymous caller, such as
 * signing in: it reads no public collection.
 */
function ageOf({ method, url = '', headers }: IncomingMessage): Staleness | undefined {
  if (headers.authorization !== undefined || headers.cookie !== undefined) return undefined
  const reads = method === 'GET' || method === 'HEAD' || url.startsWith('/api/graphql')
  if (!reads) return undefined
  if (cached.test(url)) return 'current'
  return uncached.test(url) ? 'near' : undefined
}

/** Serves reads of anonymous callers from the replicas, if there are any. */
export function serveFromReplicas(payload: Payload, app: RequestListener): RequestListener {
  if (!hasReplicas(payload)) return app
  return (req, res) => {
    const age = ageOf(req)
    if (age) void withReplica(payload, age, () => app(req, res))
    else app(req, res)
  }
}
