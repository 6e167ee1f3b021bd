import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'

import { poolOf as connectionOf } from '../../src/database/connection.ts'
import { renameOldEmailJobs } from '../../src/features/notifications/queries/renameOldEmailJobs.ts'
import { createUser } from '../factories/users.ts'
import { poolOf } from '../support/pool.ts'
import { eventually } from '../support/eventually.ts'
import { type MailPlatform, startMailPlatform } from '../support/mailPlatform.ts'
import { queuedJobs } from '../support/queue.ts'

/** Email jobs as a version before the renaming queued them: `sendLetter`, `letter:…`, `{ letter }`. */
let platform: MailPlatform

beforeAll(async () => {
  platform = await startMailPlatform()
})
afterAll(() => platform.stop())

const query = async <Row extends object>(text: string, values: unknown[] = []) =>
  (await poolOf(platform.payload).query<Row>(text, values)).rows

const addOldJob = (key: string, userId: number) =>
  query(`SELECT graphile_worker.add_job('sendLetter', $1::json, job_key => $2)`, [
    JSON.stringify({ key, letter: { kind: 'passwordChanged', userId } }),
    `letter:${key}`,
  ])

const emailsTo = (address: string) =>
  platform.mail.received.filter(
    ({ to, source }) => to.includes(address) && source.includes('Your password was changed'),
  ).length

const deliveriesOf = (key: string) =>
  query<{ kind: string; outcome: string }>(
    'SELECT kind, outcome FROM mail_deliveries WHERE key = $1',
    [key],
  )

describe('an email job that an older version queued', () => {
  it('is sent once by a worker that is running, also when it is queued again', async () => {
    const user = await createUser(platform.payload)
    await addOldJob('old-1', user.id)
    await eventually(
      () => deliveriesOf('old-1'),
      (rows) => rows.length > 0,
      20_000,
    )

    await addOldJob('old-1', user.id)
    await eventually(
      () => queuedJobs(platform.payload),
      (jobs) => jobs.every(({ key }) => !key.endsWith(':old-1')),
      20_000,
    )

    expect(await deliveriesOf('old-1')).toEqual([{ kind: 'passwordChanged', outcome: 'accepted' }])
    expect(emailsTo(user.email)).toBe(1)
  }, 60_000)

  it('keeps its failure, so that the panel shows it and staff can retry it', async () => {
    const user = await createUser(platform.payload)
    const payload = JSON.stringify({
      key: 'old-2',
      letter: { kind: 'passwordChanged', userId: user.id },
    })
    // One transaction: the worker renames old jobs every few seconds.
    await query(
      `SELECT graphile_worker.add_job('sendLetter', '${payload}', job_key => 'letter:old-2');
       UPDATE graphile_worker._private_jobs
       SET attempts = max_attempts, last_error = 'Full' WHERE key = 'letter:old-2'`,
    )
    await renameOldEmailJobs(connectionOf(platform.payload))

    const [job] = await query(
      `SELECT identifier, attempts = max_attempts AS failed, last_error, payload
       FROM graphile_worker._private_jobs job
       JOIN graphile_worker._private_tasks task ON task.id = task_id WHERE key = 'email:old-2'`,
    )
    expect(job).toEqual({
      identifier: 'sendEmail',
      failed: true,
      last_error: 'Full',
      payload: { key: 'old-2', email: { kind: 'passwordChanged', userId: user.id } },
    })
  })

  it('waits while the same email is queued under its new name', async () => {
    const user = await createUser(platform.payload)
    const later = `now() + interval '1 hour'`
    await query(
      `SELECT graphile_worker.add_job('sendEmail', '{}', run_at => ${later}, job_key => 'email:old-3')`,
    )
    await addOldJob('old-3', user.id)
    await renameOldEmailJobs(connectionOf(platform.payload))

    const keys = (await queuedJobs(platform.payload)).map(({ key }) => key)
    expect(keys).toEqual(expect.arrayContaining(['letter:old-3', 'email:old-3']))
  })
})
