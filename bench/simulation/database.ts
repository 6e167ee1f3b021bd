import type { Agenda } from './agenda.ts'
import type { Times } from './times.ts'

type Claims = [event: number, claims: number][]

/** One PostgreSQL: cores that statements take turns on, and rows that are held until the commit. */
export class Database {
  statements = 0
  private readonly held = new Set<number>()
  private readonly waitingFor = new Map<number, (() => void)[]>()
  private readonly waitingForCore: (() => void)[] = []
  private free: number
  private readonly times: Times
  private readonly agenda: Agenda

  constructor(times: Times, agenda: Agenda) {
    this.times = times
    this.agenda = agenda
    this.free = times.cores
  }

  /** Claims on events that nobody holds; `done` is told which were held. */
  claim(batch: Claims, done: (held: Claims) => void) {
    this.onCore(() => {
      const mine = batch.filter(([event]) => !this.held.has(event))
      const others = batch.filter(([event]) => this.held.has(event))
      this.execute(mine, () => done(others))
    })
  }

  /** Claims on one event once it is free. */
  claimPatiently(event: number, claims: number, done: () => void) {
    const start = () => this.onCore(() => this.execute([[event, claims]], done))
    if (!this.held.has(event)) {
      // Held from here on: between the wait and the core nobody else gets it.
      this.held.add(event)
      start()
      return
    }
    const queue = this.waitingFor.get(event) ?? []
    this.waitingFor.set(event, queue)
    queue.push(start)
  }

  private execute(batch: Claims, done: () => void) {
    const { claim, commit, eventClaim, statement } = this.times
    for (const [event] of batch) this.held.add(event)
    const work = batch.reduce(
      (sum, [, claims]) => sum + eventClaim + (claims - 1) * claim,
      statement,
    )
    this.statements += 1
    this.agenda.in(work, () => {
      this.leaveCore()
      // With nothing written there is nothing to commit.
      this.agenda.in(batch.length > 0 ? commit : 0, () => {
        for (const [event] of batch) this.release(event)
        done()
      })
    })
  }

  private release(event: number) {
    const next = this.waitingFor.get(event)?.shift()
    if (next) next()
    else this.held.delete(event)
  }

  private onCore(work: () => void) {
    if (this.free > 0) {
      this.free -= 1
      work()
    } else this.waitingForCore.push(work)
  }

  private leaveCore() {
    const next = this.waitingForCore.shift()
    if (next) next()
    else this.free += 1
  }
}
