import type { IncomingMessage, ServerResponse } from 'node:http'

/** Milliseconds for a client to notice the response and stop sending. */
const timeoutMs = 10_000

/**
 * Reads and discards the rest of a body after the response. An unread body would block the next request
 * on the connection. If the connection were closed at once, the client would get a reset while it
 * sends, instead of the response.
 */
export function discardBody(req: IncomingMessage, res: ServerResponse): void {
  res.once('finish', () => {
    req.removeAllListeners('data').resume()
    if (req.complete) return
    const timer = setTimeout(() => req.destroy(), timeoutMs).unref()
    req.once('close', () => clearTimeout(timer))
  })
}
