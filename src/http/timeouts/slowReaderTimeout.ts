import type { Server } from 'node:http'
import type { Socket } from 'node:net'

/** Bytes that a client has to take between two looks to count as one that reads. */
const least = 1024

/** How often is looked within the time that a client has. */
const looks = 4

interface Reading {
  /** The bytes that had left for the client at the last look. */
  left: number
  /** At how many looks in a row it has taken next to nothing of what waits for it. */
  stalled: number
}

/** Hangs up on clients that leave what they asked for lying for so many seconds: it is kept in memory. */
export function slowReaderTimeout(server: Server, seconds: number): void {
  const clients = new Map<Socket, Reading>()

  function look() {
    for (const [socket, reading] of clients) {
      const left = socket.bytesWritten - socket.writableLength
      const isStalled = socket.writableLength > 0 && left - reading.left < least
      reading.stalled = isStalled ? reading.stalled + 1 : 0
      reading.left = left
      if (reading.stalled >= looks) socket.destroy()
    }
  }

  server.on('connection', (socket) => {
    clients.set(socket, { left: 0, stalled: 0 })
    socket.once('close', () => clients.delete(socket))
  })
  server.once('listening', () => {
    const timer = setInterval(look, (seconds * 1000) / looks).unref()
    server.once('close', () => clearInterval(timer))
  })
}
