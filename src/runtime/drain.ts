import type { Server } from 'node:http'

/**
 * Takes no new connections, and resolves when the last request in flight is answered or the time is
 * up, whichever is first.
 *
 * @returns false when requests had to be cut off
 */
export async function drain(server: Server, seconds: number): Promise<boolean> {
  const closed = new Promise<true>((resolve) => server.close(() => resolve(true)))
  let timer: NodeJS.Timeout | undefined
  const tooLate = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), seconds * 1000)
  })
  // A connection whose request was in flight stays open for the next one, which never comes.
  const closer = setInterval(() => server.closeIdleConnections(), 20)
  const clean = await Promise.race([closed, tooLate])
  clearTimeout(timer)
  clearInterval(closer)
  if (!clean) server.closeAllConnections()
  return clean
}
