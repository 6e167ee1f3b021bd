import type { Payload } from 'payload'
import { Gauge, type Registry } from 'prom-client'

import { poolOf } from '../../database/connection.ts'
import { withinTimeout, isMigrated } from '../../database/health.ts'
import { queueCounts } from '../../queue/queries/jobs.ts'
import { outboxLag } from '../../queue/queries/outbox.ts'
import { redisOf } from '../../cache/redis.ts'

/** Milliseconds for which an answer of the database serves all who ask: it is asked for machines. */
const fresh = 2000

function remembering<Answer>(ask: () => Promise<Answer>): () => Promise<Answer> {
  let answer: Promise<Answer> | undefined
  let until = 0
  return () => {
    const now = performance.now()
    if (!answer || now > until) {
      answer = ask()
      until = now + fresh
    }
    return answer
  }
}

function measureQueue(registry: Registry, payload: Payload) {
  const ask = remembering(() => withinTimeout(queueCounts(poolOf(payload))))
  new Gauge({
    name: 'robo_events_queue_jobs',
    help: 'Jobs of all servers: due and waiting, being done, or failed for good',
    labelNames: ['state'],
    aggregator: 'max',
    registers: [registry],
    async collect() {
      this.reset()
      const counts = await ask()
      if (!counts) return
      this.set({ state: 'waiting' }, counts.waiting)
      this.set({ state: 'running' }, counts.running)
      this.set({ state: 'failed' }, counts.failed)
    },
  })
  new Gauge({
    name: 'robo_events_queue_oldest_seconds',
    help: 'How long the oldest job that is due has waited',
    aggregator: 'max',
    registers: [registry],
    async collect() {
      this.remove()
      const counts = await ask()
      if (counts) this.set(counts.oldestMillis / 1000)
    },
  })
}

function measureOutbox(registry: Registry, payload: Payload) {
  const ask = remembering(() => withinTimeout(outboxLag(poolOf(payload))))
  new Gauge({
    name: 'robo_events_outbox_waiting',
    help: 'Changes that nobody was told of yet',
    aggregator: 'max',
    registers: [registry],
    async collect() {
      this.remove()
      const lag = await ask()
      if (lag) this.set(lag.waiting)
    },
  })
  new Gauge({
    name: 'robo_events_outbox_oldest_seconds',
    help: 'How long the oldest of them has waited',
    aggregator: 'max',
    registers: [registry],
    async collect() {
      this.remove()
      const lag = await ask()
      if (lag) this.set(lag.oldestMillis / 1000)
    },
  })
}

/** What this process depends on, and what waits there for all servers; asked for when somebody asks. */
export function measureStores(registry: Registry, payload: Payload): void {
  const answers = remembering(() => isMigrated(payload))
  new Gauge({
    name: 'robo_events_store_up',
    help: '1 for a store that answers this server as it should, 0 for one that does not',
    labelNames: ['store'],
    aggregator: 'min',
    registers: [registry],
    async collect() {
      this.reset()
      this.set({ store: 'database' }, (await answers()) ? 1 : 0)
      const redis = redisOf(payload)
      if (redis) this.set({ store: 'redis' }, redis.status === 'ready' ? 1 : 0)
    },
  })
  measureQueue(registry, payload)
  measureOutbox(registry, payload)
}
