import type { Payload } from 'payload'

import { migrations } from './migrations/index.ts'
import { sidePoolOf } from './pools.ts'

/** Milliseconds after which a database that is asked for nothing counts as gone. */
const timeoutMs = 2000

/** What the database answers, or undefined when it fails or takes too long. Never throws. */
export async function withinTimeout<Answer>(asked: Promise<Answer>): Promise<Answer | undefined> {
  let timer: NodeJS.Timeout | undefined
  const tooLate = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), timeoutMs)
  })
  const answer = await Promise.race([asked.catch(() => undefined), tooLate])
  clearTimeout(timer)
  return answer
}

const missing = `SELECT EXISTS (
  SELECT FROM unnest($1::text[]) AS needed
  WHERE NOT EXISTS (SELECT FROM payload_migrations WHERE name = needed)
) AS missing`

/**
 * Whether the database answers in time, and has every migration that this release was written for.
 * More than those do no harm: while a new release takes over, the old one still serves. Never throws.
 *
 * It is asked beside the pool: a server whose pool is in use by a rush is busy, and not unready. Were it
 * taken for that, its share of the rush would go to the next one.
 */
export async function isMigrated(payload: Payload): Promise<boolean> {
  const names = migrations.map(({ name }) => name)
  const answer = await withinTimeout(
    sidePoolOf(payload).query<{ missing: boolean }>(missing, [names]),
  )
  return answer?.rows[0]?.missing === false
}
