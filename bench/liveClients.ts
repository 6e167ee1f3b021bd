/**
 * The clients of `npm run bench:live`, in a process of their own: thousands of WebSockets and streams that
 * watch one event, and measure when its messages come.
 */
import { once } from 'node:events'
import { Agent, get } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { WebSocket } from 'ws'

interface Connect {
  kind: 'connect'
  url: string
  event: number
  sockets: number
  streams: number
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

const numberIn = (text: string) => /"registered_count":(\d+)/.exec(text)?.[1]

async function openSocket(url: string, event: number) {
  const client: Client = { last: -1, arrivals: [] }
  const socket = new WebSocket(`${url.replace('http', 'ws')}/api/v1/live/`, 'robo-events.v1', {
    perMessageDeflate: false,
  })
  await once(socket, 'open')
  socket.send(JSON.stringify({ type: 'subscribe', event }))
  await once(socket, 'message')
  socket.on('message', (data: Buffer) => {
    const registered = numberIn(data.toString())
    if (registered !== undefined) take(client, Number(registered))
  })
  clients.push(client)
}

const agent = new Agent({ maxSockets: Infinity })

async function openStream(url: string, event: number) {
  const client: Client = { last: -1, arrivals: [] }
  const request = get(`${url}/api/v1/events/${event}/live/`, { agent })
  const [response] = (await once(request, 'response')) as [NodeJS.ReadableStream]
  response.setEncoding('utf8')
  await once(response, 'data')
  response.on('data', (text: string) => {
    const registered = numberIn(text)
    if (registered !== undefined) take(client, Number(registered))
  })
  clients.push(client)
}

async function connect({ event, sockets, streams, url }: Connect) {
  const open = [
    ...Array.from({ length: sockets }, () => openSocket),
    ...Array.from({ length: streams }, () => openStream),
  ]
  let next = 0
  const work = async () => {
    while (next < open.length) await open[next++]!(url, event)
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
