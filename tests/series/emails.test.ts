import { afterAll, beforeAll, expect, it } from '@jest/globals'

import { repeated } from '../factories/series.ts'
import { newCaller, signedInApps, type Caller } from '../support/callers.ts'
import { eventually } from '../support/eventually.ts'
import { type MailPlatform, startMailPlatform } from '../support/mailPlatform.ts'
import { poolOf } from '../support/pool.ts'

let platform: MailPlatform
let owner: Caller

beforeAll(async () => {
  platform = await startMailPlatform({ RATE_LIMITS: 'off' })
  owner = await newCaller(platform)
})

afterAll(() => platform.stop())

/** Emails with this subject, by address. */
function toldAbout(subject: string) {
  const told = new Map<string, number>()
  for (const { source, to } of platform.mail.received) {
    if (!new RegExp(`^Subject: .*${subject}`, 'm').test(source)) continue
    for (const address of to) told.set(address, (told.get(address) ?? 0) + 1)
  }
  return told
}

/** Waits until nothing is left to relay or to send. */
const settled = () =>
  eventually(
    async () => {
      const { rows } = await poolOf(platform.payload).query(
        `SELECT (SELECT count(*) FROM outbox WHERE relayed_at IS NULL)
              + (SELECT count(*) FROM graphile_worker._private_jobs) AS left`,
      )
      return Number(rows[0].left)
    },
    (left) => left === 0,
    30_000,
  )

/** New people who register for an event. @returns their addresses */
async function register(eventId: number, count: number): Promise<string[]> {
  const people = await signedInApps(platform, count)
  const answers = await Promise.all(
    people.map(({ app }) => app.post(`events/${eventId}/register/`, {})),
  )
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]))
  const { rows } = await poolOf(platform.payload).query(
    'SELECT email FROM users WHERE id = ANY ($1)',
    [people.map(({ id }) => id)],
  )
  return rows.map(({ email }) => email as string)
}

it('tells exactly the people of the following events, once for each event of theirs', async () => {
  const { events } = await repeated(
    owner,
    { rrule: 'FREQ=WEEKLY;COUNT=5' },
    { max_participants: 40 },
  )
  await register(events[1]!.id, 2)
  const middle = await register(events[2]!.id, 30)
  const later = await register(events[4]!.id, 2)
  await settled()

  const { status } = await owner.app.patch(`events/${events[2]!.id}/?scope=following`, {
    start_date: '2031-03-22T18:00:00Z',
    end_date: '2031-03-22T20:00:00Z',
  })
  expect(status).toBe(200)
  await settled()

  const told = toldAbout('Changed')
  expect([...told.keys()].sort()).toEqual([...middle, ...later].sort())
  expect(new Set(told.values())).toEqual(new Set([1]))
})

it('tells nobody about a change that is for nobody, and those of a cancelled event once', async () => {
  const { events } = await repeated(owner, { rrule: 'FREQ=WEEKLY;COUNT=3' })
  const [guest] = await register(events[2]!.id, 1)
  await settled()
  const before = platform.mail.received.length

  await owner.app.patch(`events/${events[0]!.id}/?scope=all`, { max_participants: 12 })
  await owner.app.patch(`events/${events[0]!.id}/`, { title: 'Opening night' })
  await settled()
  expect(platform.mail.received).toHaveLength(before)

  await owner.app.patch(`events/${events[1]!.id}/?scope=following`, { status: 'cancelled' })
  await settled()
  expect(platform.mail.received.slice(before).map(({ to }) => to)).toEqual([[guest]])
})
