import { sql } from '@payloadcms/db-postgres/drizzle'
import type { Payload } from 'payload'

import { poolOf } from './connection.ts'

/** Milliseconds after which a database that is asked for nothing counts as gone. */
const patience = 2000

/** Whether the database answers a trivial query in time. Never throws. */
export async function databaseAnswers(payload: Payload): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined
  const tooLate = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), patience)
  })
  const query = poolOf(payload)
    .execute(sql`SELECT 1`)
    .then(
      () => true,
      () => false,
    )
  const answers = await Promise.race([query, tooLate])
  clearTimeout(timer)
  return answers
}
