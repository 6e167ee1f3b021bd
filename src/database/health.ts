import type { Payload } from 'payload'

import { migrations } from './migrations/index.ts'
import { sidePoolOf } from './pools.ts'

/** Milliseconds after which a database that does not reply counts as lost. */
const timeoutMs = 2000

/** The result of a query, or undefined when it fails or takes longer than two seconds. Never throws. */
export async function withinTimeout<Result>(query: Promise<Result>): Promise<Result | undefined> {
  let timer: NodeJS.Timeout | undefined
  const tooLate = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), timeoutMs)
  })
  const result = await Promise.race([query.catch(() => undefined), tooLate])
  clearTimeout(timer)
  return result
}

const missingQuery = `SELECT EXISTS (
  SELECT FROM unnest($1::text[]) AS needed
  WHERE NOT EXISTS (SELECT FROM payload_migrations WHERE name = needed)
) AS missing`

/**
 * Whether the database replies in time and has every migration of this release. Further migrations do
 * no harm: the old release still serves while a new one takes over. Never throws.
 *
 * It uses the side pool. A server whose main pool is in use is busy, but ready: if it reported
 * otherwise, the load balancer would send its requests to the next server.
 */
export async function isMigrated(payload: Payload): Promise<boolean> {
  const names = migrations.map(({ name }) => name)
  const result = await withinTimeout(
    sidePoolOf(payload).query<{ missing: boolean }>(missingQuery, [names]),
  )
  return result?.rows[0]?.missing === false
}
