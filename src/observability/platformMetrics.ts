import type { Registry } from 'prom-client'
import { collectDefaultMetrics, Counter, Gauge, Histogram } from 'prom-client'

import { registeredPools } from '../database/poolRegistry.ts'
import { type DiagnosticEvents, subscribe } from '../shared/diagnostics.ts'
import { version } from '../shared/version.ts'

/** The values that labels can have. Their series begin at 0, or no rate would show the first event. */
export interface KnownLabels {
  /** Of claims on a place. */
  outcomes: string[]
  /** Of limits. */
  policies: string[]
  /** Of jobs. */
  tasks: string[]
}

const registrations = (registry: Registry, { outcomes }: KnownLabels) => {
  const counter = new Counter({
    name: 'robo_events_registrations_total',
    help: 'Registrations by outcome, from all entrances',
    labelNames: ['outcome'],
    registers: [registry],
  })
  for (const outcome of outcomes) counter.inc({ outcome }, 0)
  return ({ outcome }: DiagnosticEvents['registration']) => counter.inc({ outcome })
}

const claimBatches = (registry: Registry) => {
  const sizes = new Histogram({
    name: 'robo_events_claim_batch_size',
    help: 'Claims that were decided in one statement',
    buckets: [1, 2, 5, 10, 20, 50, 100, 200, 500],
    registers: [registry],
  })
  return ({ size }: DiagnosticEvents['claimBatch']) => sizes.observe(size)
}

const jobOutcomes: DiagnosticEvents['job']['outcome'][] = ['done', 'retried', 'failed']

const jobs = (registry: Registry, { tasks }: KnownLabels) => {
  const durations = new Histogram({
    name: 'robo_events_job_duration_seconds',
    help: 'Duration of an attempt at a job',
    labelNames: ['task', 'outcome'],
    buckets: [0.005, 0.025, 0.1, 0.5, 1, 5, 30],
    registers: [registry],
  })
  for (const task of tasks) {
    for (const outcome of jobOutcomes) durations.zero({ task, outcome })
  }
  return ({ task, seconds, outcome }: DiagnosticEvents['job']) =>
    durations.observe({ task, outcome }, seconds)
}

const emails = (registry: Registry) => {
  const counter = new Counter({
    name: 'robo_events_mails_total',
    help: 'Emails by the answer of the mail server; failed ones are tried again',
    labelNames: ['outcome'],
    registers: [registry],
  })
  for (const outcome of ['accepted', 'refused', 'failed']) counter.inc({ outcome }, 0)
  return ({ outcome }: DiagnosticEvents['email']) => counter.inc({ outcome })
}

const webhooks = (registry: Registry) => {
  const counter = new Counter({
    name: 'robo_events_webhooks_total',
    help: 'Attempts to deliver a webhook: delivered, tried again later, or failed for good',
    labelNames: ['outcome'],
    registers: [registry],
  })
  for (const outcome of ['delivered', 'retried', 'failed']) counter.inc({ outcome }, 0)
  return ({ outcome }: DiagnosticEvents['webhook']) => counter.inc({ outcome })
}

const passwordHashes = (registry: Registry) => {
  const durations = new Histogram({
    name: 'robo_events_password_hash_duration_seconds',
    help: 'Time for a password to be hashed or compared, without the wait for its turn',
    buckets: [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5],
    registers: [registry],
  })
  return ({ seconds }: DiagnosticEvents['passwordHash']) => durations.observe(seconds)
}

const rateLimits = (registry: Registry, { policies }: KnownLabels) => {
  const counter = new Counter({
    name: 'robo_events_limited_total',
    help: 'Requests that were refused with 429, by the limit that they reached',
    labelNames: ['policy'],
    registers: [registry],
  })
  for (const policy of policies) counter.inc({ policy }, 0)
  return ({ policy }: DiagnosticEvents['rateLimited']) => counter.inc({ policy })
}

const errors = (registry: Registry) => {
  const counter = new Counter({
    name: 'robo_events_errors_total',
    help: 'Errors that were logged',
    registers: [registry],
  })
  return () => counter.inc()
}

/**
 * Milliseconds between two measurements of the event loop's lag, which is also the least lag that can be
 * seen. They cost an idle process 0.22 % of a core, the library's own 10 cost 0.3 %.
 */
const eventLoopMonitoringPrecision = 20

/** Measures the process itself: Node, the version, and the connections to the database. */
export function measureProcess(registry: Registry): void {
  collectDefaultMetrics({ register: registry, eventLoopMonitoringPrecision })
  new Gauge({
    name: 'robo_events_build_info',
    help: 'The version that runs; the value is always 1',
    labelNames: ['version', 'node'],
    aggregator: 'first',
    registers: [registry],
  }).set({ version, node: process.version }, 1)
  new Gauge({
    name: 'robo_events_database_connections',
    help: 'Connections of each pool: in use, idle, and at most; and the requests that wait for one',
    labelNames: ['pool', 'state'],
    registers: [registry],
    collect() {
      this.reset()
      for (const { name, pool } of registeredPools()) {
        const { totalCount, idleCount, waitingCount, options } = pool
        this.inc({ pool: name, state: 'busy' }, totalCount - idleCount)
        this.inc({ pool: name, state: 'idle' }, idleCount)
        this.inc({ pool: name, state: 'waiting' }, waitingCount)
        this.inc({ pool: name, state: 'most' }, options.max)
      }
    },
  })
}

/** Counts the diagnostic events of this process. @returns a function that stops it */
export function countDiagnostics(registry: Registry, known: KnownLabels): () => void {
  const unsubscribe = [
    subscribe('registration', registrations(registry, known)),
    subscribe('claimBatch', claimBatches(registry)),
    subscribe('job', jobs(registry, known)),
    subscribe('email', emails(registry)),
    subscribe('webhook', webhooks(registry)),
    subscribe('passwordHash', passwordHashes(registry)),
    subscribe('rateLimited', rateLimits(registry, known)),
    subscribe('error', errors(registry)),
  ]
  return () => {
    for (const end of unsubscribe) end()
  }
}
