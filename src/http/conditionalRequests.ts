import fresh from 'fresh'
import { createHash } from 'node:crypto'

/** The encodings in which a response may be sent, besides the plain one. */
const encodings = ['br', 'gzip'] as const

/** The strong entity tag of a body. */
export const entityTagOfBody = (body: Buffer | string): string =>
  `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`

/**
 * The entity tag of a response's bytes in an encoding. They are other bytes than the plain ones, so
 * they need another strong tag (RFC 9110, 8.8.3).
 *
 * @param tag of the plain bytes, strong and in its quotes
 */
export const entityTagForEncoding = (tag: string, encoding: string): string =>
  `${tag.slice(0, -1)}-${encoding}"`

/**
 * Whether the client has the response already, in any encoding. The comparison is the weak one
 * (RFC 9110, 13.1.2).
 *
 * `fresh` sees this one header: it would also heed `Cache-Control: no-cache` of the request, which
 * is meant for caches on the way and not for this server.
 *
 * @param tag of the plain bytes
 */
export function matchesIfNoneMatch(ifNoneMatch: string | undefined, tag: string): boolean {
  if (ifNoneMatch === undefined) return false
  const request = { 'if-none-match': ifNoneMatch }
  return (
    fresh(request, { etag: tag }) ||
    encodings.some((encoding) => fresh(request, { etag: entityTagForEncoding(tag, encoding) }))
  )
}
