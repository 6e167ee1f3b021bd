import type { Agenda } from './agenda.ts'
import type { Times } from './times.ts'

type Claims = [event: number, claims: number][]

/** A simulated PostgreSQL: statements share its cores, and lock the rows of events until the commit. */
export class Database {
  statements = 0
  private readonly locked = new Set<number>()
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

  /** Claims on the events that are not locked. `done` receives the claims on locked events. */
  claim(batch: Claims, done: (lockBusy: Claims) => void) {
    this.onCore(() => {
      const mine = batch.filter(([event]) => !this.locked.has(event))
      const others = batch.filter(([event]) => this.locked.has(event))
      this.execute(mine, () => done(others))
    })
  }

  /** Claims on one event. Waits for its lock. */
  claimWithWait(event: number, claims: number, done: () => void) {
    const start = () => this.onCore(() => this.execute([[event, claims]], done))
    if (!this.locked.has(event)) {
      // Locked from here on: nobody else gets the lock while this waits for a core.
      this.locked.add(event)
      start()
      return
    }
    const queue = this.waitingFor.get(event) ?? []
    this.waitingFor.set(event, queue)
    queue.push(start)
  }

  private execute(batch: Claims, done: () => void) {
    const { claim, commit, eventClaim, statement } = this.times
    for (const [event] of batch) this.locked.add(event)
    const work = batch.reduce(
      (sum, [, claims]) => sum + eventClaim + (claims - 1) * claim,
      statement,
    )
    this.statements += 1
    this.agenda.in(work, () => {
      this.leaveCore()
      // Nothing was written, so there is nothing to commit.
      this.agenda.in(batch.length > 0 ? commit : 0, () => {
        for (const [event] of batch) this.release(event)
        done()
      })
    })
  }

  private release(event: number) {
    const next = this.waitingFor.get(event)?.shift()
    if (next) next()
    else this.locked.delete(event)
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
