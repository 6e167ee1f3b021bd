import { once } from 'node:events'
import { WebSocket } from 'ws'

/** A message of the server, as it came. */
export type LiveMessage = Record<string, unknown> & { type: string }

export interface Received {
  message: LiveMessage
  /** When it came, on the clock of `performance`. */
  at: number
}

/** Milliseconds until an expected message must have come. */
const timeoutMs = 10_000

/** The queue of what a connection has received, for tests that wait for a message. */
class Inbox {
  readonly all: Received[] = []
  private next = 0
  private wake: (() => void) | undefined

  take(message: LiveMessage): void {
    this.all.push({ message, at: performance.now() })
    this.wake?.()
  }

  /** The next message that fits; those before it are skipped. @throws {Error} when none comes */
  async until(fits: (message: LiveMessage) => boolean): Promise<LiveMessage> {
    const deadline = performance.now() + timeoutMs
    for (;;) {
      while (this.next < this.all.length) {
        const { message } = this.all[this.next++]!
        if (fits(message)) return message
      }
      const left = deadline - performance.now()
      if (left <= 0) throw new Error(`The message did not come. Came: ${JSON.stringify(this.all)}`)
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, left)
        this.wake = () => (clearTimeout(timer), resolve())
      })
    }
  }
}

/** A WebSocket client that keeps all it receives. */
export class LiveClient {
  private readonly inbox = new Inbox()
  readonly closed: Promise<{ code: number; reason: string }>

  private constructor(readonly socket: WebSocket) {
    socket.on('message', (data: Buffer) => this.inbox.take(JSON.parse(data.toString())))
    this.closed = new Promise((resolve) =>
      socket.on('close', (code, reason) => resolve({ code, reason: reason.toString() })),
    )
  }

  /** @throws {Error} when the server refuses the handshake */
  static async connect(
    url: string,
    headers: Record<string, string> = {},
    protocols = ['robo-events.v1'],
  ): Promise<LiveClient> {
    const socket = new WebSocket(`${url.replace('http', 'ws')}/api/v1/live/`, protocols, {
      headers,
    })
    const client = new LiveClient(socket)
    await once(socket, 'open')
    return client
  }

  get received(): LiveMessage[] {
    return this.inbox.all.map(({ message }) => message)
  }

  get arrivals(): Received[] {
    return this.inbox.all
  }

  send(message: object | string): void {
    this.socket.send(typeof message === 'string' ? message : JSON.stringify(message))
  }

  /** The next message of one of the types, perhaps with some members; those before it are skipped. */
  next(type: string | string[], members: object = {}): Promise<LiveMessage> {
    return this.inbox.until(
      (message) =>
        [type].flat().includes(message.type) &&
        Object.entries(members).every(([name, value]) => message[name] === value),
    )
  }

  /** Waits until all that the client has sent until now was answered. */
  async settled(): Promise<void> {
    this.send({ type: 'ping' })
    await this.next('pong')
  }

  async signIn(token: string): Promise<LiveMessage> {
    this.send({ type: 'auth', token })
    return this.next('authenticated')
  }

  async subscribe(event: number): Promise<LiveMessage> {
    this.send({ type: 'subscribe', event })
    return this.next('subscribed', { event })
  }

  async close(): Promise<void> {
    this.socket.close()
    await this.closed
  }
}

/** A client of a stream of events that keeps all it receives. */
export class StreamClient {
  private readonly inbox = new Inbox()
  readonly ids: string[] = []
  comments = 0
  readonly ended: Promise<void>

  private constructor(
    readonly response: Response,
    private readonly aborting: AbortController,
  ) {
    this.ended = this.read()
  }

  static async open(url: string, headers: Record<string, string> = {}): Promise<StreamClient> {
    const aborting = new AbortController()
    const response = await fetch(url, { headers, signal: aborting.signal })
    return new StreamClient(response, aborting)
  }

  get received(): LiveMessage[] {
    return this.inbox.all.map(({ message }) => message)
  }

  next(type: string, members: object = {}): Promise<LiveMessage> {
    return this.inbox.until(
      (message) =>
        message.type === type &&
        Object.entries(members).every(([name, value]) => message[name] === value),
    )
  }

  async close(): Promise<void> {
    this.aborting.abort()
    await this.ended
  }

  private async read() {
    let text = ''
    const decoder = new TextDecoder()
    try {
      for await (const chunk of this.response.body!) {
        text += decoder.decode(chunk, { stream: true })
        const blocks = text.split('\n\n')
        text = blocks.pop()!
        for (const block of blocks) this.take(block)
      }
    } catch {
      // The client has closed it, or the server has cut it.
    }
  }

  private take(block: string) {
    if (block.startsWith(':')) this.comments += 1
    const fields = Object.fromEntries(
      block
        .split('\n')
        .map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)]),
    )
    if (!fields.data) return
    if (fields.id) this.ids.push(fields.id)
    this.inbox.take({ type: fields.event!, ...JSON.parse(fields.data) })
  }
}
