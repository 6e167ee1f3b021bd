import type { Payload } from 'payload'
import { Counter, Gauge, type Registry } from 'prom-client'

import { cacheStats } from '../../http/responseCache/responseCache.ts'

type Stats = NonNullable<ReturnType<typeof cacheStats>>

/** What became of reads that copies can answer, each in exactly one way. */
const outcomes = ({ hits, misses, redisHits, fills }: Stats) => ({
  hit: hits,
  redis: redisHits,
  filled: fills,
  // They waited for the answer that another of the same kind had read.
  shared: Math.max(0, misses - redisHits - fills),
})

/** What the copies of answers in this process are good for. */
export function measureCache(registry: Registry, payload: Payload): void {
  const stats = () => cacheStats(payload)
  new Counter({
    name: 'robo_events_cache_reads_total',
    help: 'Reads that a copy may answer: from memory, from Redis, read anew, or with one read anew',
    labelNames: ['outcome'],
    registers: [registry],
    collect() {
      this.reset()
      const known = stats()
      if (!known) return
      for (const [outcome, count] of Object.entries(outcomes(known))) this.inc({ outcome }, count)
    },
  })
  const counters = {
    evictions: 'Copies that were thrown out to make room',
    invalidations: 'Times that copies were dropped because of a change, here or elsewhere',
  } as const
  for (const [name, help] of Object.entries(counters)) {
    new Counter({
      name: `robo_events_cache_${name}_total`,
      help,
      registers: [registry],
      collect() {
        this.reset()
        this.inc(stats()?.[name as keyof typeof counters] ?? 0)
      },
    })
  }
  const gauges = { entries: 'Copies in memory', bytes: 'Memory that they take' } as const
  for (const [name, help] of Object.entries(gauges)) {
    new Gauge({
      name: `robo_events_cache_${name}`,
      help,
      registers: [registry],
      collect() {
        this.set(stats()?.[name as keyof typeof gauges] ?? 0)
      },
    })
  }
  new Gauge({
    name: 'robo_events_cache_hearing',
    help: '1 when changes on other servers are heard of; if not, copies live for a second',
    aggregator: 'min',
    registers: [registry],
    collect() {
      this.remove()
      const known = stats()
      // A worker keeps no copies, and need not hear of anything.
      if (known) this.set(known.connected ? 1 : 0)
    },
  })
}
