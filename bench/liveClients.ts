/**
 * The clients of `npm run bench:live`, in a process of their own: thousands of WebSockets and streams that
 * watch one event, and measure when its messages come.
 */
import { connect as connectTo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

interface Connect {
  kind: 'connect'
  url: string
  event: number
  sockets: number
  streams: number
  /** Of users, each of whom one of the WebSockets is signed in as. */
  tokens: string[]
}

/** Registers one user after another, and measures until every client knows. */
interface Register {
  kind: 'register'
  url: string
  event: number
  tokens: string[]
  pauseMs: number
}

export type LiveCommand = Connect | Register | { kind: 'count' } | { kind: 'counted' }

export interface Latencies {
  samples: number
  p50: number
  p99: number
  longest: number
  /** Clients that did not learn of a registration within ten seconds. */
  missing: number
}

export interface Counted {
  messages: number
  seconds: number
  /** The most messages that one client got within any second. */
  mostInSecond: number
  /** The numbers that clients were told last; one, if all were told the same. */
  last: number[]
}

/** Connections that are opened at the same time. */
const concurrency = 50

interface Client {
  last: number
  arrivals: number[]
}

const clients: Client[] = []
let isCounting = false
let startedAt = 0
let onSeats: ((client: Client, registered: number) => void) | undefined

function take(client: Client, registered: number) {
  client.last = registered
  if (isCounting) client.arrivals.push(performance.now())
  onSeats?.(client, registered)
}

/** All clients read into it: what they get is looked at before the next one reads. */
const received = Buffer.allocUnsafe(64 * 1024)
const numberKey = '"registered_count":'
const ping = 0x89
/** RFC 6455, 5.5.3: masked, as each frame of a client, by four zeros. */
const pong = Buffer.from([0x8a, 0x80, 0, 0, 0, 0])

/** The last number of the answers in the first bytes of the buffer. */
function numberIn(length: number): number | undefined {
  const at = received.subarray(0, length).lastIndexOf(numberKey)
  if (at < 0) return undefined
  return Number.parseInt(received.toString('latin1', at + numberKey.length, length), 10)
}

/**
 * Opens one connection by hand. Clients of a package would cost as much as the servers that are measured,
 * and both share the machine.
 *
 * @param first what it sends to be told about the event
 */
function open(url: string, ...first: (string | Buffer)[]) {
  const client: Client = { last: -1, arrivals: [] }
  const { hostname, port } = new URL(url)
  return new Promise<void>((resolve, reject) => {
    const read = (length: number) => {
      // A ping comes alone: the server sends nothing else in that moment.
      if (received[0] === ping) socket.write(pong)
      const registered = numberIn(length)
      if (registered === undefined) return true
      if (client.last < 0) {
        clients.push(client)
        client.last = registered
        resolve()
      } else {
        take(client, registered)
      }
      return true
    }
    const onread = { buffer: received, callback: read }
    const socket = connectTo({ host: hostname, port: Number(port), onread })
    socket.once('error', reject)
    for (const part of first) socket.write(part)
  })
}

const head = (path: string, ...fields: string[]) =>
  [`GET ${path} HTTP/1.1`, 'Host: localhost', ...fields, '', ''].join('\r\n')

const upgradeFields = [
  'Connection: Upgrade',
  'Upgrade: websocket',
  'Sec-WebSocket-Version: 13',
  'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
  'Sec-WebSocket-Protocol: robo-events.v1',
]

function openSocket(url: string, event: number, token?: string) {
  const text = Buffer.from(JSON.stringify({ type: 'subscribe', event }))
  const frame = Buffer.concat([Buffer.from([0x81, 0x80 | text.length, 0, 0, 0, 0]), text])
  const fields = token ? [...upgradeFields, `Authorization: Bearer ${token}`] : upgradeFields
  return open(url, head('/api/v1/live/', ...fields), frame)
}

const openStream = (url: string, event: number) => open(url, head(`/api/v1/events/${event}/live/`))

async function connect({ event, sockets, streams, tokens, url }: Connect) {
  const openers = [
    ...Array.from({ length: sockets }, (_, index) => () => openSocket(url, event, tokens[index])),
    ...Array.from({ length: streams }, () => () => openStream(url, event)),
  ]
  let next = 0
  const work = async () => {
    while (next < openers.length) await openers[next++]!()
  }
  await Promise.all(Array.from({ length: concurrency }, work))
  return { connected: clients.length }
}

async function register({ event, pauseMs, tokens, url }: Register): Promise<Latencies> {
  const latencies: number[] = []
  let missing = 0
  for (const token of tokens) {
    await sleep(pauseMs)
    const waiting = new Set(clients)
    const began = performance.now()
    const all = new Promise<void>((resolve) => {
      onSeats = (client) => {
        if (!waiting.delete(client)) return
        latencies.push(performance.now() - began)
        if (waiting.size === 0) resolve()
      }
    })
    await fetch(`${url}/api/v1/events/${event}/register/`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${token}` },
    })
    await Promise.race([all, sleep(10_000, undefined, { ref: false })])
    missing += waiting.size
  }
  onSeats = undefined
  latencies.sort((one, other) => one - other)
  const at = (share: number) => latencies[Math.floor((latencies.length - 1) * share)] ?? NaN
  return { samples: latencies.length, p50: at(0.5), p99: at(0.99), longest: at(1), missing }
}

const mostInSecond = (arrivals: number[]) => {
  let first = 0
  let most = 0
  arrivals.forEach((at, index) => {
    while (at - arrivals[first]! >= 1000) first += 1
    most = Math.max(most, index - first + 1)
  })
  return most
}

async function counted(): Promise<Counted> {
  isCounting = false
  const arrivals = clients.map((client) => client.arrivals)
  return {
    messages: arrivals.reduce((sum, { length }) => sum + length, 0),
    seconds: (performance.now() - startedAt) / 1000,
    mostInSecond: Math.max(0, ...arrivals.map(mostInSecond)),
    last: [...new Set(clients.map(({ last }) => last))],
  }
}

async function answer(command: LiveCommand): Promise<object> {
  switch (command.kind) {
    case 'connect':
      return connect(command)
    case 'register':
      return register(command)
    case 'count':
      isCounting = true
      startedAt = performance.now()
      for (const client of clients) client.arrivals = []
      return {}
    case 'counted':
      return counted()
  }
}

process.on('message', (command: LiveCommand | string) => {
  // The meter answers to texts.
  if (typeof command === 'string') return
  void answer(command).then((reply) => process.send?.(reply))
})
