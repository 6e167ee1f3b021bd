import type { Server } from 'node:http'
import type { Socket } from 'node:net'

/** Bytes that a client has to read between two checks. */
const minBytes = 1024

/** Checks within the time that a client has. */
const checks = 4

interface Reading {
  /** The bytes that had been sent at the last check. */
  sent: number
  /** The number of checks in a row at which the client had read almost nothing. */
  stalled: number
}

/** Closes connections of clients that do not read a response for so many seconds: it stays in memory. */
export function slowReaderTimeout(server: Server, seconds: number): void {
  const clients = new Map<Socket, Reading>()

  function check() {
    for (const [socket, reading] of clients) {
      const sent = socket.bytesWritten - socket.writableLength
      const isStalled = socket.writableLength > 0 && sent - reading.sent < minBytes
      reading.stalled = isStalled ? reading.stalled + 1 : 0
      reading.sent = sent
      if (reading.stalled >= checks) socket.destroy()
    }
  }

  server.on('connection', (socket) => {
    clients.set(socket, { sent: 0, stalled: 0 })
    socket.once('close', () => clients.delete(socket))
  })
  server.once('listening', () => {
    const timer = setInterval(check, (seconds * 1000) / checks).unref()
    server.once('close', () => clearInterval(timer))
  })
}
