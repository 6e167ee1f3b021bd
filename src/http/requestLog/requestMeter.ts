import { Gauge, Histogram, type Registry } from 'prom-client'

/** Seconds; the small ones for what never leaves the process. */
const buckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30]

/** Counts requests and their times. */
export interface RequestMeter {
  begin(): void
  end(method: string, route: string, status: number, seconds: number): void
}

/** Every request passes here: what is looked up once for a route is kept. */
export function requestMeter(registry: Registry): RequestMeter {
  const durations = new Histogram({
    name: 'robo_events_http_request_duration_seconds',
    help: 'Time from the arrival of a request to the end of its answer',
    labelNames: ['method', 'route', 'status'],
    buckets,
    registers: [registry],
  })
  let underWay = 0
  new Gauge({
    name: 'robo_events_http_requests_in_flight',
    help: 'Requests that have no whole answer yet',
    registers: [registry],
    collect() {
      this.set(underWay)
    },
  })
  const kept = new Map<string, { observe: (seconds: number) => void }>()
  return {
    begin: () => void (underWay += 1),
    end: (method, route, status, seconds) => {
      underWay -= 1
      const name = `${method} ${status} ${route}`
      let child = kept.get(name)
      if (!child) {
        child = durations.labels(method, route, `${Math.floor(status / 100)}xx`)
        kept.set(name, child)
      }
      child.observe(seconds)
    },
  }
}
