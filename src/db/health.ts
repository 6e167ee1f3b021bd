import { sql } from '@payloadcms/db-postgres/drizzle'
import type { Payload } from 'payload'

import { poolOf } from './connection.ts'

/** Milliseconds after which a database that is asked for nothing counts as gone. */
const patience = 2000

/** What the database answers, or undefined when it fails or takes too long. Never throws. */
export async function inTime<Answer>(asked: Promise<Answer>): Promise<Answer | undefined> {
  let timer: NodeJS.Timeout | undefined
  const tooLate = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), patience)
  })
  const answer = await Promise.race([asked.catch(() => undefined), tooLate])
  clearTimeout(timer)
  return answer
}

/** Whether the database answers a trivial query in time. Never throws. */
export const databaseAnswers = async (payload: Payload): Promise<boolean> =>
  (await inTime(poolOf(payload).execute(sql`SELECT 1`))) !== undefined
