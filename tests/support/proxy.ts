import { connect, createServer, type Server, type Socket } from 'node:net'

/** A proxy in front of a PostgreSQL. A test cuts or blocks it, as networks do. */
export interface Proxy {
  /** The address of the database through the proxy. */
  url: string
  /** Ends all connections and refuses new ones. */
  cut: () => Promise<void>
  /** Reads everything and passes nothing on, like a firewall that drops packets. */
  block: () => void
  /** Passes everything on again, including what was blocked. */
  open: () => Promise<void>
}

const listen = (server: Server, port: number) =>
  new Promise<number>((resolve) => {
    server.listen(port, '127.0.0.1', () => resolve((server.address() as { port: number }).port))
  })

export async function proxyTo(databaseUrl: string): Promise<Proxy> {
  const target = new URL(databaseUrl)
  const sockets = new Set<Socket>()
  let isBlocked = false

  const track = (socket: Socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket))
    if (isBlocked) socket.pause()
    return socket
  }
  const server = createServer((incoming) => {
    const outgoing = track(connect(Number(target.port), target.hostname))
    track(incoming)
    for (const [from, to] of [
      [incoming, outgoing],
      [outgoing, incoming],
    ] as const) {
      from.on('data', (chunk) => to.write(chunk)).on('close', () => to.destroy())
      if (isBlocked) from.pause()
    }
  })
  const port = await listen(server, 0)
  const url = new URL(databaseUrl)
  url.hostname = '127.0.0.1'
  url.port = String(port)
  return {
    url: url.href,
    cut: async () => {
      const closed = new Promise((resolve) => server.close(resolve))
      for (const socket of sockets) socket.destroy()
      await closed
    },
    block: () => {
      isBlocked = true
      for (const socket of sockets) socket.pause()
    },
    open: async () => {
      isBlocked = false
      for (const socket of sockets) socket.resume()
      if (!server.listening) await listen(server, port)
    },
  }
}
