import type { ServerResponse } from 'node:http'

import { sendAnswer } from '../answer.ts'
import type { Exchange } from '../exchange.ts'
import type { HeaderList } from '../responseHeaders.ts'
import {
  type Closing,
  maxBufferedBytes,
  type PushConnection,
  type PushMessage,
  type StreamSource,
} from './pushMessage.ts'

/** Milliseconds until a client connects again, at least and at most. All at once would be a rush. */
const retryMs = { least: 1000, most: 4000 }

const retryLine = () => {
  const { least, most } = retryMs
  return `retry: ${Math.round(least + Math.random() * (most - least))}\n\n`
}

const headers: HeaderList = [
  'Content-Type',
  'text/event-stream',
  // `no-transform`: a proxy that compresses would collect messages.
  'Cache-Control',
  'private, no-store, no-transform',
  // nginx would collect messages too.
  'X-Accel-Buffering',
  'no',
]

const comment = Buffer.from(': still here\n\n')

/** A response that stays open, and sends messages as events (HTML, 9.2). */
class EventStream implements PushConnection {
  readonly kind = 'sse'
  isSlow = false

  constructor(private readonly res: ServerResponse) {}

  push(message: PushMessage): void {
    this.write(message.chunk)
  }

  beat(): void {
    this.write(comment)
  }

  close(_closing: Closing): void {
    this.res.end()
  }

  private write(chunk: Buffer) {
    const { res } = this
    if (res.writableEnded || res.destroyed) return
    res.write(chunk)
    if (res.writableLength <= maxBufferedBytes) return
    this.isSlow = true
    res.destroy()
  }
}

/** Opens the response as a stream of events. The response to `HEAD` has the same headers and ends. */
export function sendEvents(exchange: Exchange, { open }: StreamSource): void {
  const { req, res, context } = exchange
  if (req.method === 'HEAD') {
    sendAnswer(exchange, { status: 200, headers })
    return
  }
  context.response.setAll(headers)
  res.writeHead(200, context.response.send())
  // The client learns at once that the stream is open, also before the first message.
  res.write(retryLine())
  const stream = new EventStream(res)
  const onEnd = open(stream)
  const end = () => onEnd(stream.isSlow ? 'slow' : 'closed')
  if (res.destroyed) end()
  else res.once('close', end)
}
