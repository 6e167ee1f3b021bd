import { LRUCache } from 'lru-cache'
import Negotiator from 'negotiator'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'

export type Encoding = 'identity' | 'br' | 'gzip'

/** Our order, for clients that state no preference. */
const available: Encoding[] = ['br', 'gzip', 'identity']

const brotli = promisify(brotliCompress)
const zip = promisify(gzip)

/** A medium level: a response is sent many times, but a change may outdate it the next moment. */
const brotliQuality = 5

/** Bytes. A shorter body fits into one packet without compression. */
const minBytes = 1024

/** The choice for each header. Browsers and apps send a few dozen different ones. */
const chosen = new LRUCache<string, Encoding>({ max: 200 })

function choose(header: string): Encoding {
  const accepted = new Negotiator({ headers: { 'accept-encoding': header } }).encodings(available)
  // Without quality values the client states no preference. Browsers name gzip first, but brotli is smaller.
  const ordered = /;\s*q=/i.test(header)
    ? accepted
    : available.filter((one) => accepted.includes(one))
  return (ordered[0] as Encoding | undefined) ?? 'identity'
}

/** The encoding in which a client gets a body of that length. */
export function encodingFor(header: string | string[] | undefined, length: number): Encoding {
  if (header === undefined || length < minBytes) return 'identity'
  const text = String(header)
  if (text.length > 200) return choose(text)
  let encoding = chosen.get(text)
  if (!encoding) chosen.set(text, (encoding = choose(text)))
  return encoding
}

/** Compresses on a thread of Node's pool. */
export const compress = (body: Buffer, encoding: 'br' | 'gzip'): Promise<Buffer> =>
  encoding === 'gzip'
    ? zip(body)
    : brotli(body, {
        params: {
          [constants.BROTLI_PARAM_QUALITY]: brotliQuality,
          [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
          [constants.BROTLI_PARAM_SIZE_HINT]: body.length,
        },
      })
