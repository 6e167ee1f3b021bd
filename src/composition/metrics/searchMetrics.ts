import type { Payload } from 'payload'
import { Counter, Gauge, type Registry } from 'prom-client'

import { poolOf } from '../../database/connection.ts'
import { withinTimeout } from '../../database/health.ts'
import { engineBacklog } from '../../features/search/public.ts'
import { servicesOf } from '../../shared/services.ts'

const noSearches = { engine: 0, unavailable: 0, behind: 0, database: 0 }

/** Measures the search engine. Without one everything is 0. */
export function measureSearch(registry: Registry, payload: Payload): void {
  const engine = () => servicesOf(payload).searchEngine
  new Counter({
    name: 'robo_events_searches_total',
    help: 'Searches with an engine: answered by it, or by PostgreSQL because it is unavailable, behind, or not meant',
    labelNames: ['outcome'],
    registers: [registry],
    collect() {
      this.reset()
      const counts = Object.entries<number>({ ...(engine()?.counts ?? noSearches) })
      for (const [outcome, count] of counts) this.inc({ outcome }, count)
    },
  })
  const backlog = () =>
    engine() ? withinTimeout(engineBacklog(poolOf(payload))) : { waiting: 0, oldestMillis: 0 }
  new Gauge({
    name: 'robo_events_search_waiting',
    help: 'Changed events that the search engine does not have yet',
    aggregator: 'max',
    registers: [registry],
    async collect() {
      this.remove()
      const numbers = await backlog()
      if (numbers) this.set(numbers.waiting)
    },
  })
  new Gauge({
    name: 'robo_events_search_oldest_seconds',
    help: 'Time that the oldest of them has waited',
    aggregator: 'max',
    registers: [registry],
    async collect() {
      this.remove()
      const numbers = await backlog()
      if (numbers) this.set(numbers.oldestMillis / 1000)
    },
  })
}
