import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { Logger, runOnce, type Task } from 'graphile-worker'
import { createLocalReq, type PayloadRequest } from 'payload'

import { poolOf as connectionOf } from '../../src/database/connection.ts'
import { recordEnd, recordStart, recordTick } from '../../src/queue/queries/scheduledRuns.ts'
import { addJobs } from '../../src/queue/queries/jobs.ts'
import type { ScheduledTask } from '../../src/queue/scheduledTasks.ts'
import { readBackgroundWork } from '../../src/features/backgroundWork/backgroundWork.ts'
import { createEvent } from '../factories/events.ts'
import { createFailedJob } from '../factories/jobs.ts'
import { createUser } from '../factories/users.ts'
import {
  type CallerByKind,
  type CallerKind,
  callerKinds,
  newCallerOfEachKind,
} from '../support/callerKinds.ts'
import { poolOf } from '../support/pool.ts'
import { expectRefusal, forbidden, notFound, unauthenticated } from '../support/expectations.ts'
import { startTestPlatform, type TestPlatform } from '../support/testPlatform.ts'
import { whileUncommitted } from '../support/whileUncommitted.ts'

let platform: TestPlatform
let callers: CallerByKind
let staff: PayloadRequest
beforeAll(async () => {
  platform = await startTestPlatform()
  callers = await newCallerOfEachKind(platform)
  const user = await platform.payload.findByID({ collection: 'users', id: callers.staff.id })
  staff = await createLocalReq({ user: { ...user, collection: 'users' } }, platform.payload)
})
afterAll(() => platform.stop())

const pool = () => poolOf(platform.payload)
const connection = () => connectionOf(platform.payload)
const read = (page = 1, now = new Date()) => readBackgroundWork(staff, page, now)

const failedJob = (payload: object = {}, task = 'sendEmail') =>
  createFailedJob(pool(), { task, payload, error: 'Connection refused' })

const stateOf = async (id: string) => {
  const { rows } = await pool().query(
    'SELECT attempts, max_attempts FROM graphile_worker._private_jobs WHERE id = $1',
    [id],
  )
  return rows[0] as { attempts: number; max_attempts: number } | undefined
}
const clear = () => pool().query('DELETE FROM graphile_worker._private_jobs')

/** A worker that does what waits and stops. */
const work = (task: Task) =>
  runOnce({
    pgPool: pool(),
    noHandleSignals: true,
    logger: new Logger(() => () => undefined),
    taskList: { sendEmail: task },
  })

const operations = {
  retry: (member: CallerKind, id: string) => callers[member].client.post(`/api/jobs/${id}/retry`),
  drop: (member: CallerKind, id: string) => callers[member].client.delete(`/api/jobs/${id}`),
}
type Operation = keyof typeof operations

describe('a failed job', () => {
  const expected: Record<CallerKind, 401 | 403 | 204> = {
    anonymous: 401,
    stranger: 403,
    owner: 403,
    organiser: 403,
    suspended: 401,
    staff: 204,
    admin: 204,
  }
  const refusals = { 401: unauthenticated, 403: forbidden, 204: '' }
  const cells = callerKinds.flatMap((member) =>
    (Object.keys(operations) as Operation[]).map((operation) => ({ member, operation })),
  )

  it.each(cells)('is for $member to $operation as the table says', async (cell) => {
    const { member, operation } = cell
    const status = expected[member]
    const id = await failedJob()
    const before = await stateOf(id)

    expectRefusal(await operations[operation](member, id), status, refusals[status] as object)

    const mayAct = status === 204
    const after = operation === 'retry' ? { attempts: 0, max_attempts: 25 } : undefined
    expect(await stateOf(id)).toEqual(mayAct ? after : before)
  })

  it.each(cells)('says nothing to $member of jobs that are not there: $operation', async (cell) => {
    const { member, operation } = cell
    const [waiting] = (
      await pool().query<{ id: string }>(`SELECT id FROM graphile_worker.add_job('later')`)
    ).rows
    const status = expected[member] === 204 ? 404 : expected[member]
    const body = { ...refusals, 404: notFound }[status]
    const ids = [
      waiting!.id,
      '0',
      '999999999999999999',
      '99999999999999999999',
      'none',
      '1.5',
      '-1',
    ]
    for (const id of [...ids, "1'--", '%00']) {
      expectRefusal(await operations[operation](member, id), status, body)
    }
    expect(await stateOf(waiting!.id)).toEqual({ attempts: 0, max_attempts: 25 })
  })

  it('is one that a worker gave up; tried again, it is done once', async () => {
    await clear()
    await addJobs(connection(), [
      { task: 'sendEmail', payload: { email: {} }, key: 'email:once', maxAttempts: 1 },
    ])
    await work(() => {
      throw new Error('The mail server says\nno')
    })
    const { counts, failed } = await read()
    expect(counts).toMatchObject({ waiting: 0, running: 0, failed: 1 })
    expect(failed).toMatchObject([
      { error: 'The mail server says\nno', attempts: 1, key: 'email:once' },
    ])

    const { id } = failed[0]!
    expect((await operations.retry('staff', id)).status).toBe(204)
    expect((await operations.retry('staff', id)).status).toBe(404)
    expect((await operations.drop('staff', id)).status).toBe(404)
    let done = 0
    await work(() => void (done += 1))
    await work(() => void (done += 1))

    expect(done).toBe(1)
    expect(await read()).toMatchObject({ failed: [], counts: { waiting: 0, failed: 0 } })
  })

  it('is not done any more once it is dropped', async () => {
    await clear()
    const id = await failedJob()
    expect((await operations.drop('admin', id)).status).toBe(204)
    expect((await operations.drop('admin', id)).status).toBe(404)
    expect((await operations.retry('admin', id)).status).toBe(404)
    let done = 0
    await work(() => void (done += 1))

    expect(done).toBe(0)
  })

  it.each(['retry', 'drop'] as const)(
    'that somebody has tried again this moment is left alone: %s',
    async (operation) => {
      const id = await failedJob()
      const retried = `SELECT graphile_worker.reschedule_jobs(ARRAY[$1::bigint], attempts => 3)`
      const answer = await whileUncommitted(platform.payload, retried, [id], () =>
        operations[operation]('staff', id),
      )

      expectRefusal(answer, 404, notFound)
      expect(await stateOf(id)).toEqual({ attempts: 3, max_attempts: 25 })
    },
  )
})

describe('what staff read', () => {
  it('is refused to everybody else', async () => {
    const { payload } = platform
    const attendee = await createUser(payload)
    const asAttendee = { user: { ...attendee, collection: 'users' as const } }

    await expect(
      readBackgroundWork(await createLocalReq({}, payload), 1, new Date()),
    ).rejects.toMatchObject({ status: 401 })
    await expect(
      readBackgroundWork(await createLocalReq(asAttendee, payload), 1, new Date()),
    ).rejects.toMatchObject({ status: 403 })
  })

  it('names what a job was for, as long as it is there', async () => {
    await clear()
    const user = await createUser(platform.payload, 'attendee', { displayName: 'Ada Kovács' })
    const event = await createEvent(platform.payload, { title: 'Bolt Bowl' })
    const registration = await platform.payload.create({
      collection: 'registrations',
      data: { event: event.id, user: user.id, seats: 1, state: 'confirmed' },
      overrideAccess: true,
    })
    const about = { userId: user.id, eventId: event.id, registrationId: registration.id }
    await failedJob({ email: { kind: 'registrationConfirmed', ...about } })
    await failedJob({ type: 'event.changed', data: { eventId: 999_999 } }, 'announceChange')
    await failedJob([1, 'two', null], 'other')

    const { failed } = await read()
    expect(failed.map(({ subjects, title }) => ({ subjects, title }))).toEqual([
      { title: 'Other', subjects: [] },
      {
        title: 'Emails about a change: event changed',
        subjects: [{ collection: 'events', id: 999_999, name: undefined }],
      },
      {
        title: 'Email: registration confirmed',
        subjects: [
          { collection: 'users', id: user.id, name: 'Ada Kovács' },
          { collection: 'events', id: event.id, name: 'Bolt Bowl' },
          { collection: 'registrations', id: registration.id, name: registration.ticketCode },
        ],
      },
    ])
  })

  it('comes in pages, the last for whoever asks for more', async () => {
    await clear()
    for (let made = 0; made < 12; made += 1) await failedJob()

    expect(await read(2)).toMatchObject({ page: 2, pages: 2, counts: { failed: 12 } })
    const [first, second, beyond] = [await read(1), await read(2), await read(9)]
    expect(first.failed).toHaveLength(10)
    expect(second.failed).toHaveLength(2)
    expect(beyond).toMatchObject({ page: 2, failed: second.failed })
    expect(new Set([...first.failed, ...second.failed].map(({ id }) => id)).size).toBe(12)
  })

  it('says how long the oldest has waited, however long that is', async () => {
    await clear()
    await pool().query(
      `SELECT graphile_worker.add_job('a', run_at => now() - interval '40 days'),
              graphile_worker.add_job('b', run_at => now() + interval '1 day')`,
    )

    const { counts } = await read()
    expect(counts).toMatchObject({ waiting: 1, running: 0, failed: 0 })
    expect(Math.floor(counts.oldestMillis / 86_400_000)).toBe(40)
  })
})

describe('the schedule', () => {
  const now = new Date('2026-11-23T10:00:30Z')
  const at = (time: string) => new Date(`2026-11-23T${time}Z`)
  const statusOf = async (task: ScheduledTask, when = now) =>
    (await read(1, when)).schedule.find((one) => one.task === task)!

  const ran = async (task: ScheduledTask, tick: Date, outcome: 'succeeded' | 'failed') => {
    await recordTick(connection(), task, tick)
    await recordStart(connection(), task, tick)
    await recordEnd(connection(), task, tick, { outcome, report: `It ${outcome}` })
  }

  it('says of a task that never ran when it is due, and that it was', async () => {
    await pool().query(`UPDATE payload_migrations SET created_at = '2026-11-23T09:55:00Z'`)

    expect(await statusOf('closeEnded')).toMatchObject({
      title: 'Close waitlists of ended events',
      nextDue: '2026-11-23T10:05:00.000Z',
      run: undefined,
      state: 'never',
      isMissed: false,
    })
    expect(await statusOf('closeEnded', at('10:10:00'))).toMatchObject({ isMissed: true })
  })

  it('tells of the last run how it went', async () => {
    await ran('remind', at('09:58:00'), 'succeeded')
    await ran('remind', at('09:59:00'), 'failed')
    await recordTick(connection(), 'remind', at('10:00:00'))

    const status = await statusOf('remind')
    expect(status).toMatchObject({ state: 'failed', isMissed: false, run: { report: 'It failed' } })
    expect(Date.parse(status.run!.tick)).toBe(at('09:59:00').getTime())
    expect(Date.parse(status.run!.finishedAt!)).toBeGreaterThanOrEqual(
      Date.parse(status.run!.startedAt!),
    )
  })

  it('sees when nobody does what the clock calls for', async () => {
    await ran('reconcile', at('09:20:00'), 'succeeded')
    for (const time of ['09:30:00', '09:40:00', '09:50:00']) {
      await recordTick(connection(), 'reconcile', at(time))
    }
    expect(await statusOf('reconcile')).toMatchObject({ state: 'succeeded', isMissed: true })
    expect(await statusOf('reconcile', at('09:49:00'))).toMatchObject({ isMissed: false })

    for (const time of ['06:05:00', '07:05:00', '08:05:00', '09:05:00']) {
      await recordTick(connection(), 'digest', at(time))
    }
    expect(await statusOf('digest')).toMatchObject({ state: 'waiting', isMissed: true })
  })

  it('tells a run that goes on from one that is over', async () => {
    await recordTick(connection(), 'expire', at('09:17:00'))
    await recordStart(connection(), 'expire', at('09:17:00'))

    expect(await statusOf('expire')).toMatchObject({ state: 'running', isMissed: false })
  })
})
