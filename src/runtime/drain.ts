import type { Server } from 'node:http'

/**
 * Accepts no new connections. Resolves after the last response, or when the time is over.
 *
 * @returns false when requests were cut off
 */
export async function drain(server: Server, seconds: number): Promise<boolean> {
  const closed = new Promise<true>((resolve) => server.close(() => resolve(true)))
  let timer: NodeJS.Timeout | undefined
  const tooLate = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), seconds * 1000)
  })
  // A keep-alive connection stays open after its last response, and would block the close.
  const closer = setInterval(() => server.closeIdleConnections(), 20)
  const clean = await Promise.race([closed, tooLate])
  clearTimeout(timer)
  clearInterval(closer)
  if (!clean) server.closeAllConnections()
  return clean
}
