import { getRequestContext } from '../../src/shared/requestContext.ts'

/**
 * Lets browsers cache a stored file for a year, because the content of a name never changes. What only some
 * callers may see is not stored at all.
 */
export function addFileHeaders({ headers }: { headers: Headers }): Headers {
  const isPrivate = getRequestContext()?.isPrivateFile
  headers.set(
    'Cache-Control',
    isPrivate ? 'private, no-store' : 'public, max-age=31536000, immutable',
  )
  return headers
}
