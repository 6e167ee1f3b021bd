import type { Payload } from 'payload'
import { Counter, Gauge, type Registry } from 'prom-client'

import { poolOf } from '../../database/connection.ts'
import { withinTimeout } from '../../database/health.ts'
import { sweepNumbers } from '../../features/media/public.ts'

/** Measures the sweep of files. The numbers are those of all servers. */
export function measureMedia(registry: Registry, payload: Payload): void {
  const load = () => withinTimeout(sweepNumbers(poolOf(payload)))
  new Counter({
    name: 'robo_events_media_swept_total',
    help: 'What the sweep has removed: files without a picture, uploads that were not used, unused pictures',
    labelNames: ['kind'],
    aggregator: 'max',
    registers: [registry],
    async collect() {
      this.reset()
      const numbers = await load()
      if (!numbers) return
      this.inc({ kind: 'orphan' }, numbers.orphans)
      this.inc({ kind: 'upload' }, numbers.uploads)
      this.inc({ kind: 'picture' }, numbers.pictures)
    },
  })
  new Gauge({
    name: 'robo_events_media_orphans',
    help: 'Files without a picture that the last run of the sweep has found',
    aggregator: 'max',
    registers: [registry],
    async collect() {
      this.remove()
      const numbers = await load()
      if (numbers) this.set(numbers.foundOrphans)
    },
  })
  new Gauge({
    name: 'robo_events_media_sweep_age_seconds',
    help: 'Time since the last run of the sweep',
    aggregator: 'max',
    registers: [registry],
    async collect() {
      this.remove()
      const numbers = await load()
      if (numbers?.ageMillis != null) this.set(numbers.ageMillis / 1000)
    },
  })
}
