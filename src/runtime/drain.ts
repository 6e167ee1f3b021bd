import type { Server } from 'node:http'

import type { HttpSocket } from '../http/httpSocket.ts'

/** Milliseconds for a client to send the rest of the headers that it has begun when the server stops. */
const headersMs = 1000

/**
 * Makes the function that stops a server; call it before the server listens. It accepts no new connections,
 * and resolves after the last response, or when the time is over. A connection without a request does not
 * delay it.
 *
 * @returns a function that resolves with false when requests were cut off
 */
export function drainOf(server: Server): (seconds: number) => Promise<boolean> {
  const connections = new Set<HttpSocket>()
  server.on('connection', (socket) => {
    connections.add(socket)
    socket.once('close', () => connections.delete(socket))
  })

  /** Node takes only a connection that has served a request for idle: not one on which nothing was sent. */
  function closeSilent(includeBegun: boolean) {
    for (const socket of connections) {
      if (!socket._httpMessage && (includeBegun || socket.bytesRead === 0)) socket.destroy()
    }
  }

  return async (seconds) => {
    const startedAt = performance.now()
    const closed = new Promise<true>((resolve) => server.close(() => resolve(true)))
    let timer: NodeJS.Timeout | undefined
    const tooLate = new Promise<false>((resolve) => {
      timer = setTimeout(() => resolve(false), seconds * 1000)
    })
    // A keep-alive connection stays open after its last response, and would block the close.
    const closer = setInterval(() => {
      server.closeIdleConnections()
      closeSilent(performance.now() - startedAt > headersMs)
    }, 20)
    const clean = await Promise.race([closed, tooLate])
    clearTimeout(timer)
    clearInterval(closer)
    if (!clean) server.closeAllConnections()
    return clean
  }
}
