import type { Payload } from 'payload'
import { Counter, Gauge, type Registry } from 'prom-client'

import { servicesOf } from '../../shared/services.ts'

/** Every type of message that the server sends. Their series begin at 0. */
const messageTypes = [
  'authenticated',
  'cancelled',
  'changed',
  'error',
  'pong',
  'registration',
  'seats',
  'subscribed',
  'updated',
]

/** Measures the live updates of this process. */
export function measureLive(registry: Registry, payload: Payload): void {
  const live = () => servicesOf(payload).live
  new Gauge({
    name: 'robo_events_live_connections',
    help: 'Open connections for live updates, by kind',
    labelNames: ['kind'],
    registers: [registry],
    collect() {
      for (const [kind, count] of Object.entries(live().counts.connections)) {
        this.set({ kind }, count)
      }
    },
  })
  new Gauge({
    name: 'robo_events_live_events_watched',
    help: 'Events that somebody watches on this server',
    registers: [registry],
    collect() {
      this.set(live().events.size)
    },
  })
  new Counter({
    name: 'robo_events_live_messages_total',
    help: 'Messages to clients, by type',
    labelNames: ['type'],
    registers: [registry],
    collect() {
      this.reset()
      const { messages } = live().counts
      for (const type of messageTypes) this.inc({ type }, messages.get(type) ?? 0)
    },
  })
  new Counter({
    name: 'robo_events_live_dropped_total',
    help: 'Connections that the server cut: the client did not read, or did not answer to a ping',
    labelNames: ['reason'],
    registers: [registry],
    collect() {
      this.reset()
      for (const [reason, count] of Object.entries(live().counts.dropped)) {
        this.inc({ reason }, count)
      }
    },
  })
  new Counter({
    name: 'robo_events_live_refused_total',
    help: 'Connections that were refused because there were too many',
    registers: [registry],
    collect() {
      this.reset()
      this.inc(live().counts.refused)
    },
  })
}
