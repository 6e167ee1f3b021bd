import type { Payload } from 'payload'
import { Counter, Gauge, type Registry } from 'prom-client'

import { cacheStats } from '../../http/responseCache/responseCache.ts'

type Stats = NonNullable<ReturnType<typeof cacheStats>>

/** The outcome of each cacheable read. Every read has exactly one. */
const outcomes = ({ hits, misses, redisHits, fills }: Stats) => ({
  hit: hits,
  redis: redisHits,
  filled: fills,
  // These reads waited for another one with the same key.
  shared: Math.max(0, misses - redisHits - fills),
})

/** Measures the response cache of this process. */
export function measureCache(registry: Registry, payload: Payload): void {
  const stats = () => cacheStats(payload)
  new Counter({
    name: 'robo_events_cache_reads_total',
    help: 'Cacheable reads: from memory, from Redis, read from the database, or shared with such a read',
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
    evictions: 'Cached responses that were deleted to make room',
    invalidations: 'Changes that deleted cached responses, on this server or on another one',
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
  const gauges = {
    entries: 'Cached responses in memory',
    bytes: 'Bytes of memory that they take',
  } as const
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
    name: 'robo_events_cache_connected',
    help: '1 while this server receives invalidations; otherwise cached responses live for a second',
    aggregator: 'min',
    registers: [registry],
    collect() {
      this.remove()
      const known = stats()
      // A worker has no response cache.
      if (known) this.set(known.connected ? 1 : 0)
    },
  })
}
