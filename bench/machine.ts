import { availableParallelism, cpus, loadavg } from 'node:os'
import type pg from 'pg'

/** The machine of a measurement: figures say nothing without it. */
export async function describeMachine(pool: pg.Pool) {
  const { rows } = await pool.query<{ server_version: string }>('SHOW server_version')
  return {
    cores: availableParallelism(),
    processor: cpus()[0]?.model ?? 'unknown',
    node: process.versions.node,
    postgresql: rows[0]!.server_version,
    loadAverage: loadavg().map((load) => Math.round(load * 100) / 100),
  }
}

export type Machine = Awaited<ReturnType<typeof describeMachine>>
