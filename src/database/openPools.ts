import type pg from 'pg'

import { tracer } from '../shared/tracing.ts'
import { traceStatements } from './tracedStatements.ts'

interface WatchedPool {
  /** What it is for. */
  name: string
  pool: pg.Pool
}

const open = new Set<WatchedPool>()

/** The pools of this process that are open, for whoever counts their connections. */
export const openPools = (): Iterable<WatchedPool> => open

/** Has a pool counted for as long as it is open, and its statements traced if anything is traced. */
export function registerPool(pool: pg.Pool, name: string): void {
  const watched = { name, pool }
  open.add(watched)
  if (tracer()) pool.on('connect', traceStatements)
  const end = pool.end.bind(pool)
  pool.end = () => {
    open.delete(watched)
    return end()
  }
}
