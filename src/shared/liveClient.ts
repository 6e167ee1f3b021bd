/**
 * A client for the live updates of a Robo Events Platform, in one file without dependencies. It runs in
 * browsers, and in Node from version 22. Servers send it as JavaScript at `/api/live-client.js`.
 *
 *     const live = new LiveClient({ url: 'https://events.example.com', token: () => accessToken })
 *     const stop = live.subscribe(7, (message) => show(message))
 *
 * It connects with a WebSocket. Where that is not possible, it reads streams (SSE) instead. After a lost
 * connection it connects again, in growing and random pauses, and every listener gets the current seats.
 */

/** Of an event: its seats, a change of its fields, its cancellation, or that it cannot be watched. */
export type EventMessage =
  | {
      type: 'seats'
      event: number
      registered_count: number
      seats_left: number
      waitlist_count: number
    }
  | { type: 'updated'; event: number; fields: string[] }
  | { type: 'cancelled'; event: number }
  /** Registrations of the event may have changed; only with `organises`. */
  | { type: 'changed'; event: number }
  | { type: 'error'; event: number; code: string }

export interface RegistrationMessage {
  event: number
  state: 'confirmed' | 'waitlisted' | 'offered' | 'cancelled'
  position: number | null
}

export type LiveStatus = 'connecting' | 'websocket' | 'sse' | 'unauthenticated' | 'closed'

export interface LiveOptions {
  /** Where the platform is reached; the page's own origin without it. */
  url?: string
  /** The access token, asked for at each connection. Nobody is signed in without it. */
  token?: () => string | undefined | Promise<string | undefined>
  /** Called for each registration of the user, at first and when it changes. */
  onRegistration?: (message: RegistrationMessage) => void
  /** For organisers: listeners also get `changed` when registrations of their event may have changed. */
  organises?: boolean
  onStatus?: (status: LiveStatus) => void
}

type Listener = (message: EventMessage) => void
type Message = Record<string, unknown> & { type: string; event?: number }

/** Milliseconds of the first pause before another attempt, and of the longest one. */
const pauseMs = { first: 500, longest: 30_000 }

/** Attempts without a WebSocket, after which streams are read instead. */
const maxFailedSockets = 2

/** Milliseconds between two messages of the client, and until an answer must have come. */
const aliveMs = { between: 25_000, answer: 10_000 }

const closedByToken = 4401

/** A way to the server. `onEnd` is called once, when it has ended by itself. */
interface Connection {
  subscribe: (event: number) => void
  unsubscribe: (event: number) => void
  watchList: () => void
  close: () => void
}

interface Handlers {
  onOpen: () => void
  onMessage: (message: Message) => void
  onEnd: (reason: 'lost' | 'unauthenticated') => void
}

/** What the client watches. It is read when the connection has opened. */
interface Wanted {
  events: () => number[]
  wantsRegistrations: boolean
  wantsList: () => boolean
  organises: boolean
  token: string | undefined
}

function openSocket(url: string, wanted: Wanted, handlers: Handlers): Connection {
  const socket = new WebSocket(`${url.replace(/^http/, 'ws')}/api/v1/live/`, 'robo-events.v1')
  const send = (message: object) => {
    if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify(message))
  }
  let answerTimer: ReturnType<typeof setTimeout> | undefined
  let hasEnded = false
  const end = (reason: 'lost' | 'unauthenticated') => {
    clearInterval(aliveTimer)
    clearTimeout(answerTimer)
    if (hasEnded) return
    hasEnded = true
    socket.close()
    handlers.onEnd(reason)
  }
  const aliveTimer = setInterval(() => {
    send({ type: 'ping' })
    answerTimer ??= setTimeout(() => end('lost'), aliveMs.answer)
  }, aliveMs.between)
  const subscribe = (event: number) => send({ type: 'subscribe', event })
  socket.onopen = () => {
    if (wanted.token !== undefined) send({ type: 'auth', token: wanted.token })
    if (wanted.wantsRegistrations) send({ type: 'registrations' })
    if (wanted.wantsList()) send({ type: 'watch' })
    wanted.events().forEach(subscribe)
    handlers.onOpen()
  }
  socket.onmessage = ({ data }) => {
    clearTimeout(answerTimer)
    answerTimer = undefined
    const message = JSON.parse(data as string) as Message
    const isSubscribed = message.type === 'subscribed'
    if (isSubscribed && wanted.organises) send({ type: 'watch', event: message.event })
    handlers.onMessage(isSubscribed ? { ...message, type: 'seats' } : message)
  }
  // `close` follows. Some implementations throw an error that nobody listens to.
  socket.onerror = () => undefined
  socket.onclose = ({ code }) => end(code === closedByToken ? 'unauthenticated' : 'lost')
  return {
    subscribe,
    unsubscribe: (event) => send({ type: 'unsubscribe', event }),
    watchList: () => send({ type: 'watch' }),
    close: () => {
      hasEnded = true
      end('lost')
      socket.close()
    },
  }
}

/** Reads a stream until it ends. @returns the status of a response that is no stream */
async function readStream(
  address: string,
  headers: Record<string, string>,
  signal: AbortSignal,
  onEvent: (message: Message, id: string | undefined) => void,
): Promise<number> {
  const response = await fetch(address, { headers, signal, cache: 'no-store' })
  if (!response.ok || !response.body) return response.status
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader()
  let text = ''
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return response.status
    text += value
    const blocks = text.split('\n\n')
    text = blocks.pop() ?? ''
    for (const block of blocks) {
      const fields = new Map(
        block.split('\n').map((line) => {
          const colon = line.indexOf(': ')
          return [line.slice(0, colon), line.slice(colon + 2)] as const
        }),
      )
      const data = fields.get('data')
      if (data === undefined) continue
      const message = { type: fields.get('event') ?? '', ...(JSON.parse(data) as object) }
      onEvent(message, fields.get('id'))
    }
  }
}

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

/** Between half and the whole of a pause that doubles: clients must not come back at one moment. */
const pauseAfter = (failures: number) =>
  Math.min(pauseMs.longest, pauseMs.first * 2 ** failures) * (0.5 + Math.random() / 2)

function openStreams(url: string, wanted: Wanted, handlers: Handlers): Connection {
  const open = new Map<string, AbortController>()
  const headers: Record<string, string> =
    wanted.token === undefined ? {} : { Authorization: `Bearer ${wanted.token}` }

  /** Follows one stream: a response that can never be a stream ends it, all else is tried again. */
  async function follow(path: string, event?: number) {
    const aborting = new AbortController()
    const { signal } = aborting
    open.set(path, aborting)
    let failures = 0
    const more = { ...headers }
    const onEvent = (message: Message, id: string | undefined) => {
      failures = 0
      if (id !== undefined) more['Last-Event-ID'] = id
      handlers.onMessage(message)
    }
    const isOpen = () => !signal.aborted
    while (isOpen()) {
      const status = await readStream(`${url}/api/v1${path}`, more, signal, onEvent).catch(() => 0)
      if (!isOpen()) return
      if (status === 401) return close('unauthenticated')
      if (status === 404) {
        open.delete(path)
        return handlers.onMessage({ type: 'error', code: 'not_found', event })
      }
      await sleep(pauseAfter(failures))
      failures += 1
    }
  }

  function close(reason?: 'unauthenticated') {
    for (const aborting of open.values()) aborting.abort()
    open.clear()
    if (reason) handlers.onEnd(reason)
  }

  const pathOf = (event: number) => `/events/${event}/live/`
  const subscribe = (event: number) => void follow(pathOf(event), event)
  wanted.events().forEach(subscribe)
  if (wanted.wantsRegistrations && wanted.token !== undefined) void follow('/me/live/')
  handlers.onOpen()
  return {
    subscribe,
    unsubscribe: (event) => {
      open.get(pathOf(event))?.abort()
      open.delete(pathOf(event))
    },
    // The streams have no message for it.
    watchList: () => undefined,
    close: () => close(),
  }
}

/** Watches events, and the registrations of a user. It is connected while there is something to watch. */
export class LiveClient {
  private readonly listeners = new Map<number, Set<Listener>>()
  private readonly listListeners = new Set<() => void>()
  private readonly url: string
  private connection: Connection | undefined
  private isConnecting = false
  private failures = 0
  private failedSockets = 0
  private refusedToken: string | undefined
  private timer: ReturnType<typeof setTimeout> | undefined
  private isClosed = false

  constructor(private readonly options: LiveOptions = {}) {
    this.url = (options.url ?? location.origin).replace(/\/$/, '')
    this.need()
  }

  /** Watches an event. @returns a function that ends it */
  subscribe(event: number, listener: Listener): () => void {
    const listeners = this.listeners.get(event) ?? new Set()
    this.listeners.set(event, listeners)
    listeners.add(listener)
    // Also for a second listener: it gets the current seats.
    this.connection?.subscribe(event)
    this.need()
    return () => {
      listeners.delete(listener)
      if (listeners.size > 0 || this.listeners.get(event) !== listeners) return
      this.listeners.delete(event)
      this.connection?.unsubscribe(event)
      this.endUnneeded()
    }
  }

  /** Calls a listener when the list of events may have changed; for staff. @returns a function that ends it */
  subscribeToList(listener: () => void): () => void {
    this.listListeners.add(listener)
    this.connection?.watchList()
    this.need()
    return () => {
      this.listListeners.delete(listener)
      this.endUnneeded()
    }
  }

  /** Connects again, such as with a new token. */
  reconnect(): void {
    this.disconnect()
    this.refusedToken = undefined
    this.failures = 0
    this.need()
  }

  close(): void {
    this.isClosed = true
    this.disconnect()
    this.options.onStatus?.('closed')
  }

  private get isNeeded() {
    const isWatching = this.listeners.size > 0 || this.listListeners.size > 0
    return !this.isClosed && (isWatching || this.options.onRegistration !== undefined)
  }

  private need() {
    if (this.isNeeded && !this.connection && !this.isConnecting && !this.timer) void this.connect()
  }

  /** After a while: a page that is left is followed by another one. */
  private endUnneeded() {
    setTimeout(() => {
      if (!this.isNeeded) this.disconnect()
    }, pauseMs.first)
  }

  private disconnect() {
    clearTimeout(this.timer)
    this.timer = undefined
    this.connection?.close()
    this.connection = undefined
  }

  private async readToken() {
    this.isConnecting = true
    this.options.onStatus?.('connecting')
    try {
      return await this.options.token?.()
    } finally {
      this.isConnecting = false
    }
  }

  private async connect() {
    const { onRegistration, onStatus, organises = false } = this.options
    const token = await this.readToken()
    if (!this.isNeeded || this.connection) return
    if (token !== undefined && token === this.refusedToken) {
      // It waits for `reconnect`: the same token would be refused again.
      onStatus?.('unauthenticated')
      return
    }
    const isStreaming = this.failedSockets >= maxFailedSockets || !('WebSocket' in globalThis)
    let hasOpened = false
    const open = isStreaming ? openStreams : openSocket
    const wanted: Wanted = {
      events: () => [...this.listeners.keys()],
      wantsRegistrations: onRegistration !== undefined,
      wantsList: () => this.listListeners.size > 0,
      organises,
      token,
    }
    const connection = open(this.url, wanted, {
      onOpen: () => {
        hasOpened = true
        if (!isStreaming) this.failedSockets = 0
        onStatus?.(isStreaming ? 'sse' : 'websocket')
      },
      onMessage: (message) => {
        this.failures = 0
        this.take(message)
      },
      onEnd: (reason) => {
        if (!hasOpened) this.failedSockets += 1
        if (reason === 'unauthenticated') this.refusedToken = token
        if (this.connection === connection) this.connectLater()
      },
    })
    this.connection = connection
  }

  private connectLater() {
    this.connection = undefined
    if (!this.isNeeded) return
    this.timer = setTimeout(() => {
      this.timer = undefined
      void this.connect()
    }, pauseAfter(this.failures))
    this.failures += 1
  }

  private take(message: Message) {
    if (message.type === 'registration') {
      this.options.onRegistration?.(message as unknown as RegistrationMessage)
    } else if (message.event !== undefined) {
      for (const listener of this.listeners.get(message.event) ?? []) {
        listener(message as unknown as EventMessage)
      }
    } else if (message.type === 'changed') {
      for (const listener of this.listListeners) listener()
    }
  }
}
