import type { Payload } from 'payload'
import { Gauge, Registry } from 'prom-client'

import { type RequestMeter, requestMeter } from '../../http/requestLog/requestMeter.ts'
import { countDiagnostics, measureProcess } from '../../observability/platformMetrics.ts'
import { claimOutcomes } from '../../features/registrations/public.ts'
import { limitPolicies } from '../../http/rateLimit/limits.ts'
import { readEnv } from '../../runtime/env/env.ts'
import { servicesOf } from '../../shared/services.ts'
import { jobs } from '../jobs.ts'
import { measureCache } from './cacheMetrics.ts'
import { measureLive } from './liveMetrics.ts'
import { measureSearch } from './searchMetrics.ts'
import { measureMedia } from './mediaMetrics.ts'
import { measureStores } from './storeMetrics.ts'

export interface Metrics {
  registry: Registry
  requests: RequestMeter
  contentType: string
  /** All metrics in the text format of Prometheus. */
  text(): Promise<string>
  /** Stops counting. */
  close(): void
}

declare module '../../shared/services.ts' {
  interface Services {
    /** Made when it is first used: most processes show no metrics, and the panel's bundle has none. */
    metrics?: Metrics
  }
}

function measureClaims(registry: Registry, payload: Payload) {
  new Gauge({
    name: 'robo_events_claims_waiting',
    help: 'Registrations that wait on this server for the next batch',
    registers: [registry],
    collect() {
      this.set(servicesOf(payload).claimBatcher.waiting)
    },
  })
}

function createMetrics(payload: Payload): Metrics {
  const registry = new Registry()
  measureProcess(registry)
  measureClaims(registry, payload)
  measureStores(registry, payload)
  measureSearch(registry, payload)
  measureLive(registry, payload)
  measureMedia(registry, payload)
  if (readEnv().CACHE) measureCache(registry, payload)
  const stopCounting = countDiagnostics(registry, {
    outcomes: claimOutcomes,
    policies: limitPolicies,
    tasks: jobs.pools(readEnv()).flatMap(({ tasks }) => Object.keys(tasks)),
  })
  return {
    registry,
    requests: requestMeter(registry),
    contentType: registry.contentType,
    text: () => registry.metrics(),
    close: () => {
      stopCounting()
      registry.clear()
    },
  }
}

/** The metrics of this process; counting starts with the first call. */
export const metricsOf = (payload: Payload): Metrics =>
  (servicesOf(payload).metrics ??= createMetrics(payload))
