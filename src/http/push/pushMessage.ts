/** The first byte of a WebSocket frame: a whole text message (RFC 6455, 5.2). */
const wholeText = 0x81

/** A frame of a server, which is not masked. The length takes one byte, three, or nine. */
function frameOf(text: string): Buffer {
  const length = Buffer.byteLength(text)
  const start = length < 126 ? 2 : length < 65_536 ? 4 : 10
  const frame = Buffer.allocUnsafe(start + length)
  frame[0] = wholeText
  if (start === 2) {
    frame[1] = length
  } else if (start === 4) {
    frame[1] = 126
    frame.writeUInt16BE(length, 2)
  } else {
    frame[1] = 127
    frame.writeBigUInt64BE(BigInt(length), 2)
  }
  frame.write(text, start)
  return frame
}

/** Data for each of the two ways to push it. */
interface Content {
  /** The name of the message: `type` on a WebSocket, `event` in a stream. */
  type: string
  data: object
  /** The id in a stream, by which a client resumes. It is made when a stream needs it. */
  id?: () => string
}

/**
 * A message from the server to any number of connections. It is encoded once for all WebSockets, and once
 * for all event streams: 5,000 connections share one buffer.
 */
export class PushMessage {
  private frameBuffer: Buffer | undefined
  private chunkBuffer: Buffer | undefined

  constructor(private readonly content: Content) {}

  get type(): string {
    return this.content.type
  }

  /** A whole WebSocket frame. */
  get frame(): Buffer {
    const { type, data } = this.content
    return (this.frameBuffer ??= frameOf(JSON.stringify({ type, ...data })))
  }

  /** An event of a stream (HTML, 9.2.5). JSON has no line breaks, so the data is one line. */
  get chunk(): Buffer {
    if (this.chunkBuffer) return this.chunkBuffer
    const { type, data, id } = this.content
    const idLine = id ? `id: ${id()}\n` : ''
    return (this.chunkBuffer = Buffer.from(
      `event: ${type}\n${idLine}data: ${JSON.stringify(data)}\n\n`,
    ))
  }
}

/** Why the server closes a connection. */
export interface Closing {
  /** A close code of WebSocket (RFC 6455, 7.4). A stream just ends. */
  code: number
  reason: string
}

/** An open connection to one client, a WebSocket or an event stream. */
export interface PushConnection {
  readonly kind: 'websocket' | 'sse'
  /** Sends a message. A client that does not read is disconnected: nothing is buffered without end. */
  push: (message: PushMessage) => void
  /** Shows proxies and the client that the connection works. It disconnects a client that is not there. */
  beat: () => void
  close: (closing: Closing) => void
}

/** Why a stream has ended: the server or the client ended it, or the client did not read. */
export type StreamEnd = 'closed' | 'slow'

/** What a route gives to a stream when it opens. */
export interface StreamSource {
  /** Begins to push. The returned function is called once, when the stream has ended. */
  open: (stream: PushConnection) => (reason: StreamEnd) => void
}

/** Bytes that may wait for a client. Messages have about 100 bytes, so a client that reads is never close to it. */
export const maxBufferedBytes = 64 * 1024
