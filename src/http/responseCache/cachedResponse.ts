import type { OutgoingHttpHeaders } from 'node:http'

import { entityTagForEncoding } from '../conditionalRequests.ts'
import { compress, type Encoding } from './encoding.ts'

/**
 * A CDN may serve a response for ten seconds, because it does not learn of writes. For another fifty
 * seconds it may serve the old response once more while it fetches a new one. A browser revalidates
 * each time, with the entity tag.
 */
const cacheControl = 'public, max-age=0, s-maxage=10, stale-while-revalidate=50'

/** Bytes of memory for a response besides its body. */
const overheadBytes = 1500

/** The content of a response, whether this process or Redis holds it. */
export interface ResponseContent {
  body: string
  type: string
  /** The entity tag of the plain bytes, strong and in its quotes. */
  tag: string
  eventIds: number[]
  isList: boolean
  /** Such as `GET /api/v1/events/{id}/`. */
  route: string
}

/** A body in one encoding, with the headers that go with it. */
export interface Representation {
  body: Buffer
  headers: OutgoingHttpHeaders
  /** The headers as alternating names and values, which Node writes fastest. */
  list: string[]
}

/** When a response was read and until when it is valid, in milliseconds since the epoch. */
interface Lifetime {
  readAt: number
  expiresAt: number
}

/** A response as bytes that can be sent as they are. */
export class CachedResponse {
  /** What the response shows. A change of one of the tags outdates it. */
  readonly tags: string[]
  /** The entity tag of the plain bytes. */
  readonly tag: string
  readonly readAt: number
  readonly expiresAt: number
  readonly route: string
  readonly plain: Representation
  private readonly type: string
  private readonly compressed = new Map<Encoding, Representation>()
  private readonly compressing = new Map<Encoding, Promise<Representation>>()

  constructor(
    { body, type, tag, eventIds, isList, route }: ResponseContent,
    { readAt, expiresAt }: Lifetime,
  ) {
    this.tag = tag
    this.type = type
    this.route = route
    this.readAt = readAt
    this.expiresAt = expiresAt
    this.tags = ['all', ...(isList ? ['events'] : []), ...eventIds.map((id) => `event:${id}`)]
    this.plain = this.representationOf(Buffer.from(body), 'identity')
  }

  private representationOf(body: Buffer, encoding: Encoding): Representation {
    const isPlain = encoding === 'identity'
    const headers: OutgoingHttpHeaders = {
      'Content-Type': this.type,
      'Content-Length': body.length,
      ETag: isPlain ? this.tag : entityTagForEncoding(this.tag, encoding),
      'Cache-Control': cacheControl,
      ...(isPlain ? {} : { 'Content-Encoding': encoding }),
    }
    const list = Object.entries(headers).flatMap(([name, value]) => [name, String(value)])
    return { body, headers, list }
  }

  /** The response in an encoding; undefined when it has not been compressed yet. */
  ready(encoding: Encoding): Representation | undefined {
    return encoding === 'identity' ? this.plain : this.compressed.get(encoding)
  }

  /** Compresses the response, once for all callers. */
  prepare(encoding: 'br' | 'gzip'): Promise<Representation> {
    let work = this.compressing.get(encoding)
    if (!work) {
      work = compress(this.plain.body, encoding).then((body) => {
        const made = this.representationOf(body, encoding)
        this.compressed.set(encoding, made)
        return made
      })
      this.compressing.set(encoding, work)
    }
    return work
  }

  /** Roughly how many bytes of memory the response takes. */
  size(): number {
    let size = overheadBytes + this.plain.body.length + this.tags.length * 80
    for (const { body } of this.compressed.values()) size += body.length
    return size
  }
}
