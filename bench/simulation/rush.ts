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
  /** The average number of claims in a statement. */
  claimsEach: number
  /** Milliseconds from the click to the response. */
  p50: number
  p99: number
}

/** The limits of the platform's claim batcher, for one server. */
const maxClaims = 500
const maxConcurrentBatches = 2
const maxWaitingForLock = 4

interface Server {
  /** The number of waiting claims, by event. */
  waiting: Map<number, number>
  /** Events with a running or waiting statement of this server. */
  inProgress: Set<number>
  runningBatches: number
  /** Events that were locked by another statement, each with its claims. */
  lockBusy: [event: number, claims: number][]
  waitingForLock: number
}

/** Pseudo-random numbers that are the same in each run (multiplicative hashing). */
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

  /** All clients of a server have sent their requests. It reads them one after another. */
  private open(index: number) {
    const { affine, clients, events, servers } = this.setting
    const server: Server = {
      waiting: new Map(),
      inProgress: new Set(),
      runningBatches: 0,
      lockBusy: [],
      waitingForLock: 0,
    }
    const mine = Math.floor(clients / servers)
    // The time of a request includes sending the response.
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
    while (server.runningBatches < maxConcurrentBatches) {
      const batch = this.take(server)
      if (batch.length === 0) return
      server.runningBatches += 1
      this.claim(server, batch)
    }
  }

  private take({ inProgress, waiting }: Server) {
    const batch: [event: number, claims: number][] = []
    let room = maxClaims
    for (const [event, claims] of waiting) {
      if (room === 0) break
      if (inProgress.has(event)) continue
      const out = Math.min(room, claims)
      room -= out
      if (out === claims) waiting.delete(event)
      else waiting.set(event, claims - out)
      inProgress.add(event)
      batch.push([event, out])
    }
    return batch
  }

  private claim(server: Server, batch: [number, number][]) {
    this.database.claim(batch, (lockBusy) => {
      const isLocked = new Set(lockBusy.map(([event]) => event))
      server.runningBatches -= 1
      for (const [event, claims] of batch)
        if (!isLocked.has(event)) this.answer(server, event, claims)
      server.lockBusy.push(...lockBusy)
      this.send(server)
      this.sendLockBusy(server)
    })
  }

  private sendLockBusy(server: Server) {
    while (server.waitingForLock < maxWaitingForLock && server.lockBusy.length > 0) {
      const [event, claims] = server.lockBusy.shift()!
      server.waitingForLock += 1
      this.database.claimWithWait(event, claims, () => {
        server.waitingForLock -= 1
        this.answer(server, event, claims)
        this.send(server)
        this.sendLockBusy(server)
      })
    }
  }

  private answer({ inProgress }: Server, event: number, claims: number) {
    inProgress.delete(event)
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
