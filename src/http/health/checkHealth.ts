import type { Payload } from 'payload'

import { poolOf } from '../../database/connection.ts'
import { withinTimeout } from '../../database/health.ts'
import { queueState } from '../../queue/queries/workerLiveness.ts'
import { describeCache } from '../../cache/redis.ts'
import { servicesOf } from '../../shared/services.ts'
import { version } from '../../shared/version.ts'

declare module '../../shared/services.ts' {
  interface Services {
    /** What searches besides PostgreSQL, for the health report. An engine that cannot be reached is no failure. */
    describeSearch: (payload: Payload) => Promise<string | undefined>
  }
}

/** Whether the platform works, and a report without secrets. */
export async function checkHealth(payload: Payload) {
  const timestamp = new Date().toISOString()
  // One query checks both: it fails when the database is down.
  const queue = await withinTimeout(queueState(poolOf(payload)))
  if (queue !== undefined) {
    const cache = await describeCache(payload)
    const search = await servicesOf(payload).describeSearch(payload)
    const parts = { database: 'connected', cache, queue, ...(search && { search }), version }
    return { healthy: true, report: { status: 'healthy', timestamp, ...parts } }
  }
  const error = 'The database does not answer.'
  return { healthy: false, report: { status: 'unhealthy', timestamp, error } }
}
