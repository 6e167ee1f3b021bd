import { fork } from 'node:child_process'
import { createServer, type Server } from 'node:net'
import path from 'node:path'

/** The compiled `returnHandles.ts`. */
const program = path.resolve('.build/returnHandles.mjs')

/** The child process needs no setting and no secret of this one. */
const bare = { NODE_ENV: 'production' } as const

/** A handle as Node's own objects hold it. Sent as it is, it does not start to accept on its way. */
interface Listening {
  _handle?: object | null
}

/** Copies of the handle of a listening server. @returns fewer than asked for when the child process ends */
async function copiesOf(handle: object, count: number): Promise<object[]> {
  const child = fork(program, {
    execArgv: [],
    env: bare,
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  })
  const copies: object[] = []
  child.on('message', (_message, copy) => {
    copies.push(copy as object)
    if (copies.length === count) child.disconnect()
  })
  for (let sent = 0; sent < count; sent += 1) child.send('copy', handle as Server, () => undefined)
  // Until it has ended, it holds copies of its own, and the port with them.
  await new Promise<void>((resolve) => {
    child.on('error', () => resolve())
    child.on('exit', () => resolve())
  })
  return copies
}

/**
 * Makes a server accept several connections in a turn of the event loop. libuv accepts one in a turn for
 * each handle that listens. When turns take 50 ms, 400 clients that connect at once wait for 21 s, and
 * with 32 handles of the same port for 0.9 s. Windows has another way to accept, and a cluster worker gets its
 * connections from the primary.
 *
 * @param server listens
 * @param count of further handles
 * @returns a function that closes the further handles
 */
export async function copyListeners(server: Server, count: number): Promise<() => void> {
  const handle = (server as Listening)._handle
  if (!handle || !('fd' in handle) || process.platform === 'win32') return () => undefined
  const copies = await copiesOf(handle, count)
  // The options are those with which Node's HTTP server accepts.
  const servers = copies.map((copy) =>
    createServer({ allowHalfOpen: true, noDelay: true }).listen(copy),
  )
  for (const one of servers) one.on('connection', (socket) => server.emit('connection', socket))
  return () => {
    for (const one of servers) one.close()
  }
}
