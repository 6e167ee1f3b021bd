import type { Payload } from 'payload'
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client'

import { readEnv } from '../runtime/env/env.ts'
import { openPools } from '../database/openPools.ts'
import { type DiagnosticEvents, subscribe } from '../shared/diagnostics.ts'
import { servicesOf } from '../shared/services.ts'
import { version } from '../shared/version.ts'
import { waitingClaims } from '../features/registrations/claimBatcher.ts'
import { measureCache } from '../composition/metrics/cacheMetrics.ts'
import { type RequestMeter, requestMeter } from '../http/requestLog/requestMeter.ts'
import { measureStores } from '../composition/metrics/storeMetrics.ts'

export interface Metrics {
  registry: Registry
  requests: RequestMeter
  contentType: string
  /** Everything that is measured, as Prometheus reads it. */
  text(): Promise<string>
  /** Ends the counting of what happens. */
  close(): void
}

const registrations = (registry: Registry) => {
  const counter = new Counter({
    name: 'robo_events_registrations_total',
    help: 'Claims on a place by what came of them, through whichever door',
    labelNames: ['outcome'],
    registers: [registry],
  })
  return ({ outcome }: DiagnosticEvents['registration']) => counter.inc({ outcome })
}

const batches = (registry: Registry) => {
  const sizes = new Histogram({
    name: 'robo_events_claim_batch_size',
    help: 'Claims that were decided in one statement',
    buckets: [1, 2, 5, 10, 20, 50, 100, 200, 500],
    registers: [registry],
  })
  return ({ size }: DiagnosticEvents['batch']) => sizes.observe(size)
}

const jobs = (registry: Registry) => {
  const durations = new Histogram({
    name: 'robo_events_job_duration_seconds',
    help: 'Time that a try at a job has taken',
    labelNames: ['task', 'outcome'],
    buckets: [0.005, 0.025, 0.1, 0.5, 1, 5, 30],
    registers: [registry],
  })
  return ({ task, seconds, outcome }: DiagnosticEvents['job']) =>
    durations.observe({ task, outcome }, seconds)
}

const emails = (registry: Registry) => {
  const counter = new Counter({
    name: 'robo_events_mails_total',
    help: 'Emails by what the mail server said; failed ones are tried again',
    labelNames: ['outcome'],
    registers: [registry],
  })
  for (const outcome of ['accepted', 'refused', 'failed']) counter.inc({ outcome }, 0)
  return ({ outcome }: DiagnosticEvents['email']) => counter.inc({ outcome })
}

const limits = (registry: Registry) => {
  const counter = new Counter({
    name: 'robo_events_limited_total',
    help: 'Requests that were refused with 429, by the limit that they met',
    labelNames: ['policy'],
    registers: [registry],
  })
  return ({ policy }: DiagnosticEvents['limited']) => counter.inc({ policy })
}

const errors = (registry: Registry) => {
  const counter = new Counter({
    name: 'robo_events_errors_total',
    help: 'Errors that were logged for somebody to act on',
    registers: [registry],
  })
  return () => counter.inc()
}

function measureProcess(registry: Registry, payload: Payload) {
  collectDefaultMetrics({ register: registry })
  new Gauge({
    name: 'robo_events_build_info',
    help: 'Which version runs: always 1',
    labelNames: ['version', 'node'],
    aggregator: 'first',
    registers: [registry],
  }).set({ version, node: process.version }, 1)
  new Gauge({
    name: 'robo_events_claims_waiting',
    help: 'Registrations that wait on this server for their turn',
    registers: [registry],
    collect() {
      this.set(waitingClaims(payload))
    },
  })
  new Gauge({
    name: 'robo_events_database_connections',
    help: 'Connections of each pool that are in use or idle, its size, and who waits for one',
    labelNames: ['pool', 'state'],
    registers: [registry],
    collect() {
      this.reset()
      for (const { name, pool } of openPools()) {
        const { totalCount, idleCount, waitingCount, options } = pool
        this.inc({ pool: name, state: 'busy' }, totalCount - idleCount)
        this.inc({ pool: name, state: 'idle' }, idleCount)
        this.inc({ pool: name, state: 'waiting' }, waitingCount)
        this.inc({ pool: name, state: 'most' }, options.max)
      }
    },
  })
}

declare module '../shared/services.ts' {
  interface Services {
    /** Made when it is first used: most processes show no metrics, and the panel's bundle has none. */
    metrics?: Metrics
  }
}

/** What one process measures. Asked for twice, it is the same. */
export function metricsOf(payload: Payload): Metrics {
  const services = servicesOf(payload)
  if (services.metrics) return services.metrics
  const registry = new Registry()
  measureProcess(registry, payload)
  measureStores(registry, payload)
  if (readEnv().CACHE) measureCache(registry, payload)
  const ends = [
    subscribe('registration', registrations(registry)),
    subscribe('batch', batches(registry)),
    subscribe('job', jobs(registry)),
    subscribe('email', emails(registry)),
    subscribe('limited', limits(registry)),
    subscribe('error', errors(registry)),
  ]
  services.metrics = {
    registry,
    requests: requestMeter(registry),
    contentType: registry.contentType,
    text: () => registry.metrics(),
    close: () => {
      for (const end of ends) end()
      registry.clear()
    },
  }
  return services.metrics
}
