import { parse as parseQuery } from 'node:querystring'
import { handleEndpoints, type Payload } from 'payload'

import { entityTagOfBody } from '../conditionalRequests.ts'
import { wrongPaging } from '../payload/checkPaging.ts'
import type { CacheableRead, CacheableRequest } from './cacheableRead.ts'

/** A response of Payload's that is not a success, and so is not cached. */
export class NotCacheable extends Error {
  readonly status: number
  readonly body: string
  readonly type: string

  constructor(status: number, body: string, type: string) {
    super(`Payload has responded with ${status}`)
    this.status = status
    this.body = body
    this.type = type
  }
}

/**
 * Whether a query filters by the event's own fields alone. A filter by fields of related documents
 * is not cached: changes of documents that the response does not show would outdate it. Nor is wrong
 * paging, which is refused before Payload sees it.
 */
function isPlainQuery(text: string): boolean {
  const query = parseQuery(text)
  const isOwnField = (name: string) => !name.includes('.') && !name.includes('__')
  return Object.keys(query).every(isOwnField) && wrongPaging(text) === undefined
}

/** The part of Payload's response that is read: one document, or a page of them. */
interface Shown {
  id?: number
  docs?: { id: number }[]
}

/** @throws {NotCacheable} when the response is not a success */
async function readAnonymously(payload: Payload, { origin, url }: CacheableRequest) {
  const request = new Request(new URL(url, origin))
  const response = await handleEndpoints({ config: payload.config, request })
  const body = await response.text()
  const type = response.headers.get('content-type') ?? 'application/json'
  if (response.status !== 200) throw new NotCacheable(response.status, body, type)
  const { docs, id } = JSON.parse(body) as Shown
  const eventIds = docs ? docs.map((doc) => doc.id) : [id!]
  return { body, type, tag: entityTagOfBody(body), eventIds }
}

interface RestRead extends Pick<CacheableRead, 'isList'> {
  /** When the first of these events changes by itself, in milliseconds since the epoch. */
  changesAt: (payload: Payload, eventIds: number[]) => Promise<number | undefined>
}

/** A read of Payload's REST for anonymous callers. Payload sees the URL and nothing else of them. */
export const restRead = ({ changesAt, isList }: RestRead): CacheableRead => ({
  isList,
  // An owner's name is shown in their own events, and staff see fields that others do not.
  isSameFor: (user) => user.role === 'attendee' && !user.ownsEvents,
  allowsQuery: isPlainQuery,
  needsCache: true,
  read: async (payload, request) => {
    const response = await readAnonymously(payload, request)
    return { ...response, changesAt: await changesAt(payload, response.eventIds) }
  },
})
