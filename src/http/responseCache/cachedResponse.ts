import type { Answer } from '../answer.ts'
import { entityTagForEncoding } from '../conditionalRequests.ts'
import type { HeaderList } from '../responseHeaders.ts'
import { compress, type Encoding } from './encoding.ts'

/** Who gets a response: anybody, or a signed-in user who may see nothing else. */
export type Audience = 'public' | 'private'

/**
 * A CDN may serve a response for ten seconds, because it does not learn of writes. For another fifty
 * seconds it may serve the old response once more while it fetches a new one. A browser revalidates
 * each time, with the entity tag. What a signed-in user gets is the same, but no cache may store it: the
 * next user of the cache may be allowed to see more.
 */
const cacheControl: Record<Audience, string> = {
  public: 'public, max-age=0, s-maxage=10, stale-while-revalidate=50',
  private: 'private, no-store',
}

/** The request headers on which a cached response depends, unless it says otherwise. */
const usuallyVaries = 'Accept-Encoding, Authorization, Cookie'

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
  /** Whether it shows feature flags; undefined for one that does not. */
  showsFlags?: boolean | undefined
  /** Headers besides those of every cached response, as alternating names and values. */
  headers?: string[] | undefined
  /** The request headers on which the response depends: the value of `Vary`. */
  varies?: string | undefined
  /** What caches outside may do with it, if that is not the usual: the value of `Cache-Control`. */
  publicCaching?: string | undefined
}

/** A body in one encoding, ready to be sent. */
export interface Representation {
  body: Buffer
  answers: Record<Audience, Answer>
  /** The 304 for a client that has the response already. */
  notModified: Record<Audience, Answer>
}

/** When a response was read and until when it is valid, on the clock of `performance`. */
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
  readonly plain: Representation
  private readonly type: string
  private readonly headers: string[]
  private readonly varies: string
  private readonly caching: Record<Audience, string>
  private readonly compressed = new Map<Encoding, Representation>()
  private readonly compressing = new Map<Encoding, Promise<Representation>>()

  constructor(
    {
      body,
      type,
      tag,
      eventIds,
      isList,
      showsFlags,
      headers = [],
      publicCaching = cacheControl.public,
      varies = usuallyVaries,
    }: ResponseContent,
    { readAt, expiresAt }: Lifetime,
  ) {
    this.tag = tag
    this.type = type
    this.headers = headers
    this.varies = varies
    this.caching = { ...cacheControl, public: publicCaching }
    this.readAt = readAt
    this.expiresAt = expiresAt
    const groups = [...(isList ? ['events'] : []), ...(showsFlags ? ['flags'] : [])]
    this.tags = ['all', ...groups, ...eventIds.map((id) => `event:${id}`)]
    this.plain = this.representationOf(Buffer.from(body), 'identity')
  }

  private representationOf(body: Buffer, encoding: Encoding): Representation {
    const isPlain = encoding === 'identity'
    const tag = isPlain ? this.tag : entityTagForEncoding(this.tag, encoding)
    const caching = (audience: Audience) => ['ETag', tag, 'Cache-Control', this.caching[audience]]
    const content = ['Content-Type', this.type, 'Content-Length', String(body.length)]
    content.push(...this.headers)
    if (!isPlain) content.push('Content-Encoding', encoding)
    const answer = (audience: Audience): Answer => {
      const headers: HeaderList = [...content, ...caching(audience), 'Vary', this.varies]
      return { status: 200, headers, body }
    }
    const notModified = (audience: Audience): Answer => {
      const headers: HeaderList = [...caching(audience), 'Vary', this.varies]
      return { status: 304, headers }
    }
    return {
      body,
      answers: { public: answer('public'), private: answer('private') },
      notModified: { public: notModified('public'), private: notModified('private') },
    }
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
