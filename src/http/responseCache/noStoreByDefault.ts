import type { IncomingMessage, ServerResponse } from 'node:http'

/** Responses that are the same for everybody and set `Cache-Control` themselves. */
const cacheable = /^\/api\/(?:docs|openapi\.json|media\/file\/)/

/**
 * Keeps responses of the API out of shared caches: the response to one signed-in user must not reach
 * the next one. A response for everybody overwrites the header.
 */
export function noStoreByDefault(req: IncomingMessage, res: ServerResponse): void {
  const url = req.url!
  if (url.startsWith('/api/') && !cacheable.test(url))
    res.setHeader('Cache-Control', 'private, no-store')
}
