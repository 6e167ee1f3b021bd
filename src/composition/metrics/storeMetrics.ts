import type { Payload } from 'payload'
import { Gauge, type Registry } from 'prom-client'

import { poolOf } from '../../database/connection.ts'
import { withinTimeout, isMigrated } from '../../database/health.ts'
import { queueCounts } from '../../queue/queries/jobs.ts'
import { outboxLag } from '../../queue/queries/outbox.ts'
import { webhookNumbers } from '../../features/webhooks/public.ts'
import { redisOf } from '../../cache/redis.ts'
import { servicesOf } from '../../shared/services.ts'

/** Milliseconds for which a result of the database is reused, because several collectors may scrape. */
const reuseMs = 2000

function reused<Result>(query: () => Promise<Result>): () => Promise<Result> {
  let result: Promise<Result> | undefined
  let until = 0
  return () => {
    const now = performance.now()
    if (!result || now > until) {
      result = query()
      until = now + reuseMs
    }
    return result
  }
}

function measureQueue(registry: Registry, payload: Payload) {
  const load = reused(() => withinTimeout(queueCounts(poolOf(payload))))
  new Gauge({
    name: 'robo_events_queue_jobs',
    help: 'Jobs of all servers: waiting, running, or failed for good',
    labelNames: ['state'],
    aggregator: 'max',
    registers: [registry],
    async collect() {
      this.reset()
      const counts = await load()
      if (!counts) return
      this.set({ state: 'waiting' }, counts.waiting)
      this.set({ state: 'running' }, counts.running)
      this.set({ state: 'failed' }, counts.failed)
    },
  })
  new Gauge({
    name: 'robo_events_queue_oldest_seconds',
    help: 'Time that the oldest due job has waited',
    aggregator: 'max',
    registers: [registry],
    async collect() {
      this.remove()
      const counts = await load()
      if (counts) this.set(counts.oldestMillis / 1000)
    },
  })
  new Gauge({
    name: 'robo_events_queue_oldest_running_seconds',
    help: 'Time that the oldest running job has been running',
    aggregator: 'max',
    registers: [registry],
    async collect() {
      this.remove()
      const counts = await load()
      if (counts) this.set(counts.oldestRunningMillis / 1000)
    },
  })
  new Gauge({
    name: 'robo_events_emails_waiting',
    help: 'Emails that are due, run, or wait for another try',
    aggregator: 'max',
    registers: [registry],
    async collect() {
      this.remove()
      const counts = await load()
      if (counts) this.set(counts.emailsWaiting)
    },
  })
}

function measureOutbox(registry: Registry, payload: Payload) {
  const load = reused(() => withinTimeout(outboxLag(poolOf(payload))))
  new Gauge({
    name: 'robo_events_outbox_waiting',
    help: 'Domain events that are not relayed yet',
    aggregator: 'max',
    registers: [registry],
    async collect() {
      this.remove()
      const lag = await load()
      if (lag) this.set(lag.waiting)
    },
  })
  new Gauge({
    name: 'robo_events_outbox_oldest_seconds',
    help: 'Time that the oldest of them has waited',
    aggregator: 'max',
    registers: [registry],
    async collect() {
      this.remove()
      const lag = await load()
      if (lag) this.set(lag.oldestMillis / 1000)
    },
  })
}

function measureWebhooks(registry: Registry, payload: Payload) {
  const load = reused(() => withinTimeout(webhookNumbers(poolOf(payload))))
  new Gauge({
    name: 'robo_events_webhook_endpoints',
    help: 'Endpoints of webhooks: on, failing, or switched off by the platform',
    labelNames: ['state'],
    aggregator: 'max',
    registers: [registry],
    async collect() {
      this.reset()
      const numbers = await load()
      if (!numbers) return
      this.set({ state: 'on' }, numbers.on)
      this.set({ state: 'failing' }, numbers.failing)
      this.set({ state: 'switched_off' }, numbers.switchedOff)
    },
  })
  new Gauge({
    name: 'robo_events_webhooks_pending',
    help: 'Webhooks that wait, also for another try',
    aggregator: 'max',
    registers: [registry],
    async collect() {
      this.remove()
      const numbers = await load()
      if (numbers) this.set(numbers.pending)
    },
  })
  new Gauge({
    name: 'robo_events_webhooks_oldest_seconds',
    help: 'Time that the oldest due webhook for an endpoint that works has waited',
    aggregator: 'max',
    registers: [registry],
    async collect() {
      this.remove()
      const numbers = await load()
      if (numbers) this.set(numbers.oldestDueMillis / 1000)
    },
  })
}

function measureReplicas(registry: Registry, payload: Payload) {
  const states = () => servicesOf(payload).replicas?.states() ?? []
  new Gauge({
    name: 'robo_events_replica_up',
    help: '1 for a replica that serves reads, 0 for one that is away or too far behind',
    labelNames: ['replica'],
    aggregator: 'min',
    registers: [registry],
    collect() {
      this.reset()
      for (const { name, isTrusted } of states()) this.set({ replica: name }, isTrusted ? 1 : 0)
    },
  })
  new Gauge({
    name: 'robo_events_replica_age_seconds',
    help: 'The age of the data of a replica: it has every change of before; it grows while it is away',
    labelNames: ['replica'],
    aggregator: 'max',
    registers: [registry],
    collect() {
      this.reset()
      for (const { name, ageSeconds } of states()) {
        if (ageSeconds !== undefined) this.set({ replica: name }, ageSeconds)
      }
    },
  })
}

/** Measures the database, Redis and the work that waits there for all servers, at each scrape. */
export function measureStores(registry: Registry, payload: Payload): void {
  const checkDatabase = reused(() => isMigrated(payload))
  new Gauge({
    name: 'robo_events_store_up',
    help: '1 for a store that works for this server, 0 for one that does not',
    labelNames: ['store'],
    aggregator: 'min',
    registers: [registry],
    async collect() {
      this.reset()
      this.set({ store: 'database' }, (await checkDatabase()) ? 1 : 0)
      const redis = redisOf(payload)
      if (redis) this.set({ store: 'redis' }, redis.status === 'ready' ? 1 : 0)
      const { searchEngine } = servicesOf(payload)
      if (searchEngine) this.set({ store: 'search' }, searchEngine.isUp ? 1 : 0)
    },
  })
  measureReplicas(registry, payload)
  measureQueue(registry, payload)
  measureOutbox(registry, payload)
  measureWebhooks(registry, payload)
}
