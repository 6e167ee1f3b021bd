import type { IncomingMessage, RequestListener } from 'node:http'
import type { Payload } from 'payload'

import { type Staleness, hasReplicas, withReplica } from '../database/replicaReads.ts'

/** Answers that caches keep, here or on the way. */
const kept = /^\/api\/(?:v1\/)?events(?:[/?]|$)/

const unkept = /^\/api\/(?:graphql|media)(?:[/?]|$)/

/**
 * How old the answer to a request may be. Who is signed in reads what they have written, whichever
 * server took it: that is the primary's alone. A mutation that a stranger may send, such as signing
 * in, finds nothing of what it needs on a replica.
 */
function ageOf({ method, url = '', headers }: IncomingMessage): Staleness | undefined {
  if (headers.authorization !== undefined || headers.cookie !== undefined) return undefined
  const reads = method === 'GET' || method === 'HEAD' || url.startsWith('/api/graphql')
  if (!reads) return undefined
  if (kept.test(url)) return 'current'
  return unkept.test(url) ? 'near' : undefined
}

/** Has the reads of strangers served from the replicas, where there are any. */
export function serveFromReplicas(payload: Payload, app: RequestListener): RequestListener {
  if (!hasReplicas(payload)) return app
  return (req, res) => {
    const age = ageOf(req)
    if (age) void withReplica(payload, age, () => app(req, res))
    else app(req, res)
  }
}
