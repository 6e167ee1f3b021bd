import type pg from 'pg'

import { tracer } from '../shared/tracing.ts'
import { traceStatements } from './tracedStatements.ts'

interface RegisteredPool {
  /** The pool's name in metrics. */
  name: string
  pool: pg.Pool
}

/** Of the process and not of a Payload instance: metrics count the connections of the process. */
const registered = new Set<RegisteredPool>()

/** The open pools of this process. */
export const registeredPools = (): Iterable<RegisteredPool> => registered

/** Registers a pool until it is closed, and traces its statements if tracing is on. */
export function registerPool(pool: pg.Pool, name: string): void {
  const entry = { name, pool }
  registered.add(entry)
  if (tracer()) pool.on('connect', traceStatements)
  const end = pool.end.bind(pool)
  pool.end = () => {
    registered.delete(entry)
    return end()
  }
}
