import { LRUCache } from 'lru-cache'
import Negotiator from 'negotiator'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'

export type Encoding = 'identity' | 'br' | 'gzip'

/** In the order in which they are chosen when the client takes them alike. */
const ours: Encoding[] = ['br', 'gzip', 'identity']

const brotli = promisify(brotliCompress)
const zip = promisify(gzip)

/** An answer is compressed once and sent many times, but it may also be outdated the next moment. */
const brotliQuality = 5

/** A shorter body fits into one packet as it is. */
const shortest = 1024

/** What browsers and apps send is a few dozen; the others are not worth remembering. */
const remembered = new LRUCache<string, Encoding>({ max: 200 })

function choose(header: string): Encoding {
  const taken = new Negotiator({ headers: { 'accept-encoding': header } }).encodings(ours)
  // By what the client prefers, and among equals by what is smaller: browsers name gzip first.
  const equal = /;\s*q=/i.test(header) ? taken : ours.filter((one) => taken.includes(one))
  return (equal[0] as Encoding | undefined) ?? 'identity'
}

/** The encoding that the client is sent a body of that length in. */
export function encodingFor(header: string | string[] | undefined, length: number): Encoding {
  if (header === undefined || length < shortest) return 'identity'
  const text = String(header)
  if (text.length > 200) return choose(text)
  let encoding = remembered.get(text)
  if (!encoding) remembered.set(text, (encoding = choose(text)))
  return encoding
}

/** Compresses in a thread of its own. */
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
