import type { IncomingMessage, ServerResponse } from 'node:http'

/** Milliseconds that a client gets to notice that its body is no longer wanted. */
const timeoutMs = 10_000

/**
 * Reads away what is left of a body after the answer, for a while. Left where it is, it would hold
 * up the connection's next request for ever; with the connection closed at once, the client would
 * meet a reset in the middle of sending instead of the answer.
 */
export function discardBody(req: IncomingMessage, res: ServerResponse): void {
  res.once('finish', () => {
    req.removeAllListeners('data').resume()
    if (req.complete) return
    const timer = setTimeout(() => req.destroy(), timeoutMs).unref()
    req.once('close', () => clearTimeout(timer))
  })
}
