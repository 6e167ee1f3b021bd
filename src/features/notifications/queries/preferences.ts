import { sql } from '@payloadcms/db-postgres/drizzle'

import type { Language } from '../../../shared/languages.ts'
import type { MailTopic } from '../topics.ts'
import { type Connection, rowsOf } from '../../../database/connection.ts'

const columns = {
  changes: sql`mail_changes`,
  reminders: sql`mail_reminders`,
  digest: sql`mail_digest`,
} satisfies Record<MailTopic, unknown>

/** Ends emails of a topic. @returns the user's language, or undefined when the user does not exist */
export async function unsubscribeFromTopic(
  connection: Connection,
  userId: number,
  topic: MailTopic,
): Promise<Language | undefined> {
  const rows = await rowsOf<{ language: Language }>(
    connection,
    sql`UPDATE users SET ${columns[topic]} = false WHERE id = ${userId}::int
        RETURNING coalesce(language, 'en') AS language`,
  )
  return rows[0]?.language
}
