import { afterAll, beforeAll, expect, it } from '@jest/globals'

import { createUser } from '../factories/users.ts'
import { eventually } from '../support/eventually.ts'
import { type MailPlatform, startMailPlatform } from '../support/mailPlatform.ts'
import { poolOf } from '../support/pool.ts'

/** The pools look by themselves once in a minute, so within these seconds only the alarm wakes them. */
const timeoutMs = 20_000

let platform: MailPlatform

beforeAll(async () => {
  platform = await startMailPlatform()
})
afterAll(() => platform.stop())

const query = async <Row extends object>(text: string, values: unknown[] = []) =>
  (await poolOf(platform.payload).query<Row>(text, values)).rows

/** Queues an email in one statement, as far in the future as the SQL says. */
async function addEmail(key: string, runAt: string) {
  const user = await createUser(platform.payload)
  const job = { key, email: { kind: 'passwordChanged', userId: user.id } }
  await query(
    `SELECT graphile_worker.add_job('sendEmail', $1::json, job_key => $2, run_at => ${runAt})`,
    [JSON.stringify(job), `email:${key}`],
  )
}

/** When the email was handed over to the mail server. */
async function sentAt(key: string): Promise<Date> {
  const rows = await eventually(
    () => query<{ at: Date }>('SELECT at FROM mail_deliveries WHERE key = $1', [key]),
    (found) => found.length > 0,
    timeoutMs,
  )
  return rows[0]!.at
}

it('a job runs when its time has come, and not before', async () => {
  await addEmail('later', `now() + interval '3 seconds'`)
  const [job] = await query<{ due: Date }>(
    `SELECT run_at AS due FROM graphile_worker._private_jobs WHERE key = 'email:later'`,
  )

  const at = await sentAt('later')

  expect(at.getTime()).toBeGreaterThanOrEqual(job!.due.getTime())
}, 60_000)

it('the job of a worker that died is taken over', async () => {
  await addEmail('orphan', `now() + interval '1 day'`)
  await query(
    `UPDATE graphile_worker._private_jobs
     SET run_at = now(), locked_at = now() - interval '1 minute', locked_by = 'a dead worker'
     WHERE key = 'email:orphan'`,
  )

  await sentAt('orphan')
}, 60_000)
