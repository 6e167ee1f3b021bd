import { sql } from '@payloadcms/db-postgres/drizzle'

import type { Connection } from '../../../database/connection.ts'

/**
 * Renames the email jobs that an older version queued. That version had the task `sendLetter`, the key
 * `letter:…` and the payload `{ key, letter }`. Failed jobs are renamed too, so that staff can retry
 * them. A job that a worker of that version holds is left alone. So is a job whose new key is in use,
 * until the other job is done: both are the same email, and `mail_deliveries` keeps it from going out
 * twice.
 */
export async function renameOldEmailJobs(connection: Connection): Promise<void> {
  await connection.execute(
    sql`WITH old AS MATERIALIZED (
          SELECT job.id, 'email:' || (job.payload ->> 'key') AS key
          FROM graphile_worker._private_jobs job
          JOIN graphile_worker._private_tasks task ON task.id = job.task_id
          WHERE task.identifier = 'sendLetter' AND job.locked_at IS NULL
          FOR UPDATE OF job SKIP LOCKED
        ), inserted AS (
          INSERT INTO graphile_worker._private_tasks (identifier)
          SELECT 'sendEmail' WHERE EXISTS (SELECT FROM old)
          ON CONFLICT DO NOTHING RETURNING id
        ), task AS (
          SELECT id FROM inserted
          UNION ALL SELECT id FROM graphile_worker._private_tasks WHERE identifier = 'sendEmail'
        )
        UPDATE graphile_worker._private_jobs job
        SET task_id = task.id, key = old.key,
            payload = json_build_object('key', job.payload -> 'key', 'email', job.payload -> 'letter')
        FROM old, task
        WHERE job.id = old.id AND NOT EXISTS (
          SELECT FROM graphile_worker._private_jobs other WHERE other.key = old.key)`,
  )
}
