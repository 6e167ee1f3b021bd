import { type Agenda, agenda } from './agenda.ts'
import { Database } from './database.ts'
import type { Times } from './times.ts'

export interface Setting {
  servers: number
  events: number
  clients: number
  /** Whether all requests for an event go to the same server. */
  affine: boolean
}

export interface Result {
  perSecond: number
  /** Claims in a statement, on average. */
  claimsEach: number
  /** Milliseconds from the click to the answer. */
  p50: number
  p99: number
}

/** As the platform has them: claims in a statement, and statements of one server at a time. */
const largest = 500
const abreast = 2
const patient = 4

interface Server {
  /** Claims that wait, by event. */
  waiting: Map<number, number>
  /** Events of this server on which a statement is under way or waits. */
  taken: Set<number>
  underWay: number
  /** Events that were found held, each with its claims. */
  lockBusy: [event: number, claims: number][]
  patient: number
}

/** Numbers as if by chance, and the same each time (multiplicative hashing). */
const scattered = (number: number) => Math.imul(number, 0x9e3779b1) >>> 8

class Rush {
  readonly answered: number[] = []
  private readonly agenda: Agenda = agenda()
  private readonly database: Database
  private readonly setting: Setting
  private readonly times: Times

  constructor(setting: Setting, times: Times) {
    this.setting = setting
    this.times = times
    this.database = new Database(times, this.agenda)
  }

  run() {
    for (let index = 0; index < this.setting.servers; index += 1) this.open(index)
    this.agenda.run()
    return this.database.statements
  }

  /** All clients of a server have clicked; it gets to one after the other. */
  private open(index: number) {
    const { affine, clients, events, servers } = this.setting
    const server: Server = {
      waiting: new Map(),
      taken: new Set(),
      underWay: 0,
      lockBusy: [],
      patient: 0,
    }
    const mine = Math.floor(clients / servers)
    // Beside the requests the answers have to be sent: both are in the time that a request takes.
    const read = (nth: number) => {
      const event = affine
        ? (index + nth * servers) % events
        : scattered(index * mine + nth) % events
      server.waiting.set(event, (server.waiting.get(event) ?? 0) + 1)
      this.send(server)
      if (nth + 1 < mine) this.agenda.in(this.times.request, () => read(nth + 1))
    }
    this.agenda.in(this.times.request, () => read(0))
  }

  private send(server: Server) {
    while (server.underWay < abreast) {
      const batch = this.take(server)
      if (batch.length === 0) return
      server.underWay += 1
      this.decide(server, batch)
    }
  }

  private take({ taken, waiting }: Server) {
    const batch: [event: number, claims: number][] = []
    let room = largest
    for (const [event, claims] of waiting) {
      if (room === 0) break
      if (taken.has(event)) continue
      const out = Math.min(room, claims)
      room -= out
      if (out === claims) waiting.delete(event)
      else waiting.set(event, claims - out)
      taken.add(event)
      batch.push([event, out])
    }
    return batch
  }

  private decide(server: Server, batch: [number, number][]) {
    this.database.claim(batch, (held) => {
      const isHeld = new Set(held.map(([event]) => event))
      server.underWay -= 1
      for (const [event, claims] of batch)
        if (!isHeld.has(event)) this.answer(server, event, claims)
      server.lockBusy.push(...held)
      this.send(server)
      this.sendPatiently(server)
    })
  }

  private sendPatiently(server: Server) {
    while (server.patient < patient && server.lockBusy.length > 0) {
      const [event, claims] = server.lockBusy.shift()!
      server.patient += 1
      this.database.claimPatiently(event, claims, () => {
        server.patient -= 1
        this.answer(server, event, claims)
        this.send(server)
        this.sendPatiently(server)
      })
    }
  }

  private answer({ taken }: Server, event: number, claims: number) {
    taken.delete(event)
    for (let count = 0; count < claims; count += 1) this.answered.push(this.agenda.now())
  }
}

/** What comes of everybody clicking in the same moment. */
export function rush(setting: Setting, times: Times): Result {
  const simulated = new Rush(setting, times)
  const statements = simulated.run()
  const { answered } = simulated
  const at = (share: number) => answered[Math.floor((answered.length - 1) * share)]!
  return {
    perSecond: (answered.length / at(1)) * 1000,
    claimsEach: answered.length / statements,
    p50: at(0.5),
    p99: at(0.99),
  }
}
