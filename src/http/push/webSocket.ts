import type { Duplex } from 'node:stream'
import { WebSocket, WebSocketServer } from 'ws'

import type { Closing, PushConnection, PushMessage } from './pushMessage.ts'
import { maxBufferedBytes } from './pushMessage.ts'

/** Bytes of a message from a client. The longest one has an access token. */
const maxMessageBytes = 8 * 1024

/** Milliseconds that a client has to answer to a close; then the connection is cut. */
const closeTimeoutMs = 2000

/** How a connection ended: as it should, or because the client did not read, or did not answer to a ping. */
export type SocketEnd = 'closed' | 'slow' | 'silent'

/** What a route does with an open WebSocket. */
export interface SocketHandler {
  onMessage: (text: string) => void
  onClose: (reason: SocketEnd) => void
}

/**
 * A WebSocket to a client. Messages are frames that many connections share, so they are written to the
 * connection itself. The package writes the control frames, and reads: without compression it writes each
 * frame at once, so frames cannot mix.
 */
export class PushSocket implements PushConnection {
  readonly kind = 'websocket'
  private handler: SocketHandler | undefined
  private end: SocketEnd = 'closed'
  private hasAnswered = true

  constructor(
    private readonly webSocket: WebSocket,
    private readonly connection: Duplex,
  ) {
    webSocket.on('message', (data: Buffer, isBinary) =>
      this.handler?.onMessage(isBinary ? '' : data.toString()),
    )
    webSocket.on('pong', () => (this.hasAnswered = true))
    // Such as a message that is too long. The package closes the connection with the right code.
    webSocket.on('error', () => undefined)
    webSocket.on('close', () => this.handler?.onClose(this.end))
  }

  /** Sets the handler before the first message can arrive. */
  handle(handler: SocketHandler): void {
    this.handler = handler
  }

  push(message: PushMessage): void {
    const { connection, webSocket } = this
    if (webSocket.readyState !== WebSocket.OPEN) return
    connection.write(message.frame)
    if (connection.writableLength > maxBufferedBytes) this.cut('slow')
  }

  beat(): void {
    if (this.webSocket.readyState !== WebSocket.OPEN) return
    if (!this.hasAnswered) {
      this.cut('silent')
      return
    }
    this.hasAnswered = false
    this.webSocket.ping()
  }

  close({ code, reason }: Closing): void {
    const { webSocket } = this
    if (webSocket.readyState !== WebSocket.OPEN) return
    webSocket.close(code, reason)
    setTimeout(() => webSocket.terminate(), closeTimeoutMs).unref()
  }

  private cut(reason: SocketEnd) {
    this.end = reason
    this.webSocket.terminate()
  }
}

/** A server of the package for handshakes alone. Compression would take 300 KB for each connection. */
export const handshakesFor = (protocol: string): WebSocketServer =>
  new WebSocketServer({
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    maxPayload: maxMessageBytes,
    handleProtocols: (offered) => (offered.has(protocol) ? protocol : false),
  })
