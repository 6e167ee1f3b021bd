import { Gauge, Histogram, type Registry } from 'prom-client'

import type { RouteEntry } from '../exchange.ts'

/** Seconds. The small ones are for responses from memory. */
const buckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30]

/** Measures requests and their durations. */
export interface RequestMeter {
  begin(): void
  end(
    method: string,
    entry: Pick<RouteEntry, 'name' | 'kind'>,
    status: number,
    seconds: number,
  ): void
}

/** Makes the meter. It stores the labelled child of each route, because a lookup per request is slow. */
export function requestMeter(registry: Registry): RequestMeter {
  const durations = new Histogram({
    name: 'robo_events_http_request_duration_seconds',
    help: 'Time from the arrival of a request to the end of its response',
    labelNames: ['method', 'route', 'kind', 'status'],
    buckets,
    registers: [registry],
  })
  let inFlight = 0
  new Gauge({
    name: 'robo_events_http_requests_in_flight',
    help: 'Requests whose response has not ended yet',
    registers: [registry],
    collect() {
      this.set(inFlight)
    },
  })
  const children = new Map<string, { observe: (seconds: number) => void }>()
  const failing = new Set<string>()
  /** Failures begin at 0 with the first request of a route: no rate would show the first one otherwise. */
  const beginFailures = (method: string, route: string, kind: string, status: number) => {
    const name = `${method} ${route}`
    if (!failing.has(name) && status < 500) durations.zero({ method, route, kind, status: '5xx' })
    failing.add(name)
  }
  return {
    begin: () => void (inFlight += 1),
    end: (method, { name: route, kind }, status, seconds) => {
      inFlight -= 1
      const name = `${method} ${status} ${route}`
      let child = children.get(name)
      if (!child) {
        beginFailures(method, route, kind, status)
        child = durations.labels(method, route, kind, `${Math.floor(status / 100)}xx`)
        children.set(name, child)
      }
      child.observe(seconds)
    },
  }
}
