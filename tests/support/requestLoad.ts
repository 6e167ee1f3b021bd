import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'

import type { LoadBalancer, Outcome } from './loadBalancer.ts'

interface Person {
  id: number
  accessToken: string
}

/** The number of each outcome, by kind of request: "register 200", "list ECONNRESET". */
export type Counts = Record<string, number>

/** The number of requests at a time. */
export const requestsAtOnce = 8

/** Milliseconds between two rounds, which leave CPU to the rest of the test. */
const pauseMs = 10

/**
 * Reads and registers until it is stopped. A round is a page of events, one event, the own account and
 * a registration.
 */
export class RequestLoad {
  private counts: Counts = {}
  private isOver = false
  private readonly done: Promise<unknown>
  /** The ticket codes in the responses. */
  readonly tickets: string[] = []

  constructor(
    private readonly balancer: LoadBalancer,
    private readonly eventId: number,
    private readonly people: Person[],
  ) {
    this.done = Promise.all(Array.from({ length: requestsAtOnce }, () => this.sendUntilOver()))
  }

  private record(kind: string, { status, error }: Outcome) {
    const name = `${kind} ${status ?? error}`
    this.counts[name] = (this.counts[name] ?? 0) + 1
  }

  private async register({ accessToken }: Person) {
    const outcome = await this.balancer.send(`/api/v1/events/${this.eventId}/register/`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${accessToken}`, 'Idempotency-Key': randomUUID() },
    })
    this.record('register', outcome)
    if (outcome.status !== 200) return
    const { registration } = JSON.parse(outcome.body) as { registration: { ticket_code: string } }
    this.tickets.push(registration.ticket_code)
  }

  private async sendUntilOver() {
    while (!this.isOver) {
      const person = this.people.pop()
      if (!person) throw new Error('There are too few people for so long a test')
      const headers = { Authorization: `Bearer ${person.accessToken}` }
      this.record('list', await this.balancer.send('/api/v1/events/'))
      this.record('event', await this.balancer.send(`/api/v1/events/${this.eventId}/`))
      this.record('me', await this.balancer.send('/api/v1/auth/me/', { headers }))
      await this.register(person)
      await sleep(pauseMs)
    }
  }

  /** What has come since this was asked the last time. */
  since(): Counts {
    const counts = this.counts
    this.counts = {}
    return counts
  }

  /** Waits until so many requests of the kind were answered well from now on. */
  async untilWell(kind: string, count: number, seconds = 20): Promise<void> {
    const well = () => this.counts[`${kind} 200`] ?? 0
    const wanted = well() + count
    for (const deadline = Date.now() + seconds * 1000; well() < wanted;) {
      if (Date.now() > deadline)
        throw new Error(`It did not recover: ${JSON.stringify(this.counts)}`)
      await sleep(5)
    }
  }

  async stop(): Promise<void> {
    this.isOver = true
    await this.done
  }
}

/** The outcomes that are none of the answers that were asked for. */
export const bad = (counts: Counts): Counts =>
  Object.fromEntries(Object.entries(counts).filter(([name]) => !name.endsWith(' 200')))

export const sum = (counts: Counts): number =>
  Object.values(counts).reduce((total, count) => total + count, 0)
