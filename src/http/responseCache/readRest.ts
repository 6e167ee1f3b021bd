import { handleEndpoints, type Payload } from 'payload'
import { createHash } from 'node:crypto'

import { poolOf } from '../../database/connection.ts'
import { nextStart } from '../../features/events/queries.ts'
import type { ResponseContent } from './cachedResponse.ts'
import type { CacheableRequest } from './cacheKey.ts'

/** What Payload answers that is none of those that are kept. */
export class NotCacheable extends Error {
  readonly status: number
  readonly body: string
  readonly type: string

  constructor(status: number, body: string, type: string) {
    super(`Payload has answered ${status}`)
    this.status = status
    this.body = body
    this.type = type
  }
}

interface Shown {
  id?: number
  docs?: { id: number }[]
}

/**
 * What Payload's REST answers to whoever is not signed in: it gets to see the address, and nothing else
 * of the request.
 *
 * @throws {NotCacheable} when that is not a success
 */
export async function readRest(payload: Payload, { origin, route, url }: CacheableRequest) {
  const request = new Request(new URL(url, origin))
  const response = await handleEndpoints({ config: payload.config, request })
  const body = await response.text()
  const type = response.headers.get('content-type') ?? 'application/json'
  if (response.status !== 200) throw new NotCacheable(response.status, body, type)
  const { docs, id } = JSON.parse(body) as Shown
  const eventIds = docs ? docs.map((doc) => doc.id) : [id!]
  const tag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`
  const content: ResponseContent = { body, type, tag, eventIds, isList: docs !== undefined, route }
  // The dates may not be among the fields that were asked for.
  return { content, changesAt: await nextStart(poolOf(payload), eventIds, new Date()) }
}
