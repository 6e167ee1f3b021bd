import type { IncomingHttpHeaders } from 'node:http'

import type { Answer } from './answer.ts'
import { entityTagForEncoding, entityTagOfBody, matchesIfNoneMatch } from './conditionalRequests.ts'
import { compress, type Encoding, encodingFor } from './responseCache/encoding.ts'

export interface EncodedBodyOptions {
  /** The content type. */
  type: string
  body: Buffer
  cacheControl: string
}

/**
 * A body that is sent as it is or compressed, each form with its own entity tag. It is compressed when
 * the first client asks for that form, and once for all clients.
 */
export class EncodedBody {
  private readonly tag: string
  private readonly encoded = new Map<Encoding, Promise<Buffer>>()

  constructor(private readonly options: EncodedBodyOptions) {
    this.tag = entityTagOfBody(options.body)
    this.encoded.set('identity', Promise.resolve(options.body))
  }

  /** The response to a GET or HEAD with these headers: 200, or 304 when the client has the body. */
  async answerFor(headers: IncomingHttpHeaders): Promise<Answer> {
    const { body: plain, cacheControl, type } = this.options
    const encoding = encodingFor(headers['accept-encoding'], plain.length)
    const isPlain = encoding === 'identity'
    const tag = isPlain ? this.tag : entityTagForEncoding(this.tag, encoding)
    const caching = ['ETag', tag, 'Cache-Control', cacheControl, 'Vary', 'Accept-Encoding']
    if (matchesIfNoneMatch(headers['if-none-match'], this.tag)) {
      return { status: 304, headers: caching }
    }
    const body = await this.inEncoding(encoding)
    const content = ['Content-Type', type, 'Content-Length', String(body.length)]
    if (!isPlain) content.push('Content-Encoding', encoding)
    return { status: 200, headers: [...content, ...caching], body }
  }

  private inEncoding(encoding: Encoding): Promise<Buffer> {
    let body = this.encoded.get(encoding)
    if (!body) {
      body = compress(this.options.body, encoding as 'br' | 'gzip')
      this.encoded.set(encoding, body)
    }
    return body
  }
}
