import cluster from 'node:cluster'
import type { Payload } from 'payload'

import type { Env } from '../../runtime/env/env.ts'
import { requestFromPrimary } from '../../observability/clusterMetrics.ts'
import type { Exposition } from '../../observability/exposition.ts'
import { openMetricsPort } from '../../http/metricsEndpoint.ts'
import { metricsOf } from './metrics.ts'

/** Whether the metrics can be read; if not, nothing is measured. */
const isMeasured = ({ METRICS_TOKEN, METRICS_PORT }: Env): boolean =>
  METRICS_TOKEN !== undefined || METRICS_PORT !== undefined

/**
 * Starts to measure, if the metrics can be read, and opens `METRICS_PORT`. In a cluster the first
 * process opens the port instead.
 *
 * @returns a function that ends both
 * @throws {StartupError} when the port cannot be opened
 */
export async function openMetrics(payload: Payload, env: Env): Promise<() => Promise<void>> {
  if (!isMeasured(env)) return () => Promise.resolve()
  const metrics = metricsOf(payload)
  const isOpen = env.METRICS_PORT !== undefined && !cluster.isWorker
  const closePort = isOpen && (await openMetricsPort(metrics, env.METRICS_PORT!, env.HOST))
  return async () => {
    if (closePort) await closePort()
    metrics.close()
  }
}

/** The metrics of this process, or of all processes that share its port. */
function expositionOf(payload: Payload): Exposition {
  const metrics = metricsOf(payload)
  return cluster.isWorker ? requestFromPrimary(metrics) : metrics
}

/** What `src/http` measures and serves; undefined when nothing is measured. */
export function httpMetrics(payload: Payload, env: Env) {
  if (!isMeasured(env)) return undefined
  return { requests: metricsOf(payload).requests, exposition: expositionOf(payload) }
}
