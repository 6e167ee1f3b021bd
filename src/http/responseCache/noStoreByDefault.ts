import type { IncomingMessage, ServerResponse } from 'node:http'

/** What is the same for everybody, and says by itself for how long. */
const open = /^\/api\/(?:docs|openapi\.json|media\/file\/)/

/**
 * Keeps answers of the API out of caches that are shared: what a signed-in user was answered must not
 * be handed to the next. Whoever makes an answer for all says so over this.
 */
export function noStoreByDefault(req: IncomingMessage, res: ServerResponse): void {
  const url = req.url!
  if (url.startsWith('/api/') && !open.test(url))
    res.setHeader('Cache-Control', 'private, no-store')
}
