import type { OutgoingHttpHeaders } from 'node:http'

import { entityTagForEncoding } from '../conditionalRequests.ts'
import { compress, type Encoding } from './encoding.ts'

/**
 * What a CDN may do with it. Ten seconds, because nobody can tell a CDN of a write: an app sees a
 * seat count that old at most once, while the answer is fetched anew behind it for another fifty. A
 * browser asks each time, with the tag.
 */
const shared = 'public, max-age=0, s-maxage=10, stale-while-revalidate=50'

/** Bytes that are kept for an answer besides its own. */
const overhead = 1500

/** What an answer is made of, wherever it lies. */
export interface ResponseContent {
  body: string
  type: string
  /** The entity tag of the plain bytes, strong and in its quotes. */
  tag: string
  eventIds: number[]
  isList: boolean
  /** What it is an answer of, such as `GET /api/v1/events/{id}/`. */
  route: string
}

/** A body in one encoding, with the headers that go with it. */
export interface Representation {
  body: Buffer
  headers: OutgoingHttpHeaders
  /** The same as names and values in turn, which Node takes fastest. */
  list: string[]
}

/** An answer as finished bytes. */
export class CachedResponse {
  /** What it shows; it is outdated when one of them is touched. */
  readonly tags: string[]
  /** The entity tag of the plain bytes. */
  readonly tag: string
  /** From when on it is too old, in milliseconds since the epoch. */
  readonly until: number
  /** When the database was asked for it, in milliseconds since the epoch. */
  readonly made: number
  readonly route: string
  readonly plain: Representation
  private readonly type: string
  private readonly compressed = new Map<Encoding, Representation>()
  private readonly compressing = new Map<Encoding, Promise<Representation>>()

  constructor(
    { body, type, tag, eventIds, isList, route }: ResponseContent,
    made: number,
    until: number,
  ) {
    this.tag = tag
    this.type = type
    this.route = route
    this.made = made
    this.until = until
    this.tags = ['all', ...(isList ? ['events'] : []), ...eventIds.map((id) => `event:${id}`)]
    this.plain = this.formOf(Buffer.from(body), 'identity')
  }

  private formOf(body: Buffer, encoding: Encoding): Representation {
    const isPlain = encoding === 'identity'
    const headers: OutgoingHttpHeaders = {
      'Content-Type': this.type,
      'Content-Length': body.length,
      ETag: isPlain ? this.tag : entityTagForEncoding(this.tag, encoding),
      'Cache-Control': shared,
      ...(isPlain ? {} : { 'Content-Encoding': encoding }),
    }
    const list = Object.entries(headers).flatMap(([name, value]) => [name, String(value)])
    return { body, headers, list }
  }

  /** The bytes, if they are there already. */
  ready(encoding: Encoding): Representation | undefined {
    return encoding === 'identity' ? this.plain : this.compressed.get(encoding)
  }

  /** Makes the bytes once, however many ask. */
  prepare(encoding: 'br' | 'gzip'): Promise<Representation> {
    let work = this.compressing.get(encoding)
    if (!work) {
      work = compress(this.plain.body, encoding).then((body) => {
        const form = this.formOf(body, encoding)
        this.compressed.set(encoding, form)
        return form
      })
      this.compressing.set(encoding, work)
    }
    return work
  }

  /** Bytes of memory that it takes, about. */
  size(): number {
    let size = overhead + this.plain.body.length + this.tags.length * 80
    for (const { body } of this.compressed.values()) size += body.length
    return size
  }
}
