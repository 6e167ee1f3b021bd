import type { Exchange } from '../exchange.ts'
import { hasSessionCookie } from '../security/sessionCookie.ts'

/** Characters of a URL. A longer one is sent only to fill up the memory. */
const maxUrlLength = 1000

/** Characters of a host name (RFC 1035, 2.3.4). */
const maxHostLength = 255

/** The bridge to Payload refuses these too: they would make the URL another path. */
const wrongHost = /[/\\?#@\s]/

/** Whether the response depends on nothing but the URL, the cookies and the bearer token. */
const isPlain = ({ headers }: Exchange['req']) =>
  headers['transfer-encoding'] === undefined &&
  headers.expect === undefined &&
  headers.upgrade === undefined &&
  !Number(headers['content-length'])

export interface CacheAddress {
  /** Scheme and host by which clients reach this server. */
  origin: string
  cacheKey: string
}

/**
 * The key of a request in the response cache, when the caller sees to its cookies; undefined when the
 * response may not be shared.
 *
 * @param publicUrl where clients reach this server, when that is configured
 */
export function sharedAddressOf(
  { req, context, isDecodable }: Exchange,
  publicUrl: string | undefined,
): CacheAddress | undefined {
  const { host } = req.headers
  const url = req.url!
  if (!isDecodable || url.length > maxUrlLength || !isPlain(req)) return undefined
  if (host === undefined || host.length > maxHostLength || wrongHost.test(host)) return undefined
  const origin = publicUrl ?? `${context.protocol}://${host}`
  // A response holds links with the host of its request. With the host in the key, a caller who
  // makes up a host is the only one to see it.
  return { origin, cacheKey: publicUrl === undefined ? origin + url : url }
}

/** The same; undefined also for a request with a session, which sees more than everybody. */
export const cacheAddressOf = (
  exchange: Exchange,
  publicUrl: string | undefined,
): CacheAddress | undefined =>
  hasSessionCookie(exchange.req.headers.cookie) ? undefined : sharedAddressOf(exchange, publicUrl)
