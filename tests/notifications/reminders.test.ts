import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import ICAL from 'ical.js'
import { DateTime } from 'luxon'

import { sendReminders } from '../../src/features/notifications/jobs/sendReminders.ts'
import type { Event, User } from '../../src/payload-types.ts'
import { createEvent } from '../factories/events.ts'
import { signedInUser } from '../factories/users.ts'
import { poolOf } from '../support/pool.ts'
import { eventually } from '../support/eventually.ts'
import { type MailPlatform, startMailPlatform } from '../support/mailPlatform.ts'

/**
 * Reminders, with the clock put where the test wants it: on both sides of the night of 28 March 2027,
 * when clocks in Berlin go from 2 to 3.
 */
let platform: MailPlatform
let post: MailPlatform['post']

beforeAll(async () => {
  platform = await startMailPlatform()
  post = platform.post
})

afterAll(() => platform.stop())

const inDay = 'In about a day'
const inHour = 'In less than an hour'

const attendee = async (timezone: string, details: Partial<User> = {}) =>
  (await signedInUser(platform.payload, 'attendee', { timezone, ...details })).user

const eventAt = (startDate: string, details: Partial<Event> = {}) =>
  createEvent(platform.payload, {
    startDate,
    endDate: new Date(Date.parse(startDate) + 2 * 3_600_000).toISOString(),
    timezone: 'Europe/Berlin',
    ...details,
  })

const register = (event: Event, user: User) =>
  platform.payload.create({
    collection: 'registrations',
    data: { event: event.id, user: user.id, seats: 1, state: 'confirmed' },
    overrideAccess: true,
  })

/** What the schedule does at that instant, and the jobs it leads to. */
async function at(instant: string): Promise<string> {
  const report = await sendReminders(platform.payload, new Date(instant))
  await eventually(
    async () =>
      (
        await poolOf(platform.payload).query(
          `SELECT 1 FROM graphile_worker._private_jobs WHERE key LIKE 'email:reminder%'`,
        )
      ).rowCount,
    (waiting) => waiting === 0,
    10_000,
  )
  return report
}

/** The wall clock of the entry, as a calendar reads it, where the event is. */
function entryIn(calendar: string | undefined) {
  const component = new ICAL.Component(ICAL.parse(calendar!))
  for (const zone of component.getAllSubcomponents('vtimezone')) ICAL.TimezoneService.register(zone)
  const event = new ICAL.Event(component.getFirstSubcomponent('vevent')!)
  return { start: event.startDate, sequence: event.sequence, uid: event.uid }
}

describe('a reminder', () => {
  it('a day before is at the same time by the clock of the attendee', async () => {
    // 10:30 in Berlin on the day the clocks have changed: 23 hours after 10:30 of the day before.
    const event = await eventAt('2027-03-28T08:30:00.000Z')
    const berlin = await attendee('Europe/Berlin')
    const chicago = await attendee('America/Chicago')
    await register(event, berlin)
    await register(event, chicago)

    expect(await at('2027-03-27T08:29:00.000Z')).toBe('0 reminders')
    expect(await at('2027-03-27T08:30:00.000Z')).toBe('1 reminder')
    expect(await post.emails(berlin.email, inDay)).toEqual([])
    await post.next(chicago.email, inDay)
    expect(await at('2027-03-27T09:29:00.000Z')).toBe('0 reminders')
    expect(await at('2027-03-27T09:30:00.000Z')).toBe('1 reminder')
    const email = await post.next(berlin.email, inDay)
    expect(email.text).toContain('10:30')
    expect(await at('2027-03-27T09:31:00.000Z')).toBe('0 reminders')
  })

  it('an hour before is sixty minutes before, whatever the clocks do meanwhile', async () => {
    // 3:30 in Berlin; an hour earlier it is 1:30 there.
    const event = await eventAt('2027-03-28T01:30:00.000Z', { remindDayBefore: false })
    const berlin = await attendee('Europe/Berlin')
    await register(event, berlin)

    expect(await at('2027-03-28T00:29:00.000Z')).toBe('0 reminders')
    expect(await at('2027-03-28T00:30:00.000Z')).toBe('1 reminder')

    const email = await post.next(berlin.email, inHour)
    expect(email.text).toMatch(/0?3:30/)
    const { start } = entryIn(email.calendar)
    expect([start.hour, start.minute]).toEqual([3, 30])
    expect(start.toJSDate().toISOString()).toBe('2027-03-28T01:30:00.000Z')
  })

  it.each([
    ['before the clocks go forward', '2027-03-27T17:00:00.000Z', 18],
    ['after', '2027-03-28T16:00:00.000Z', 18],
    ['before they go back', '2027-10-30T16:00:00.000Z', 18],
    ['after that', '2027-10-31T17:00:00.000Z', 18],
  ])('has an entry with the right wall clock %s', async (_when, startDate, hour) => {
    const event = await eventAt(startDate, { remindDayBefore: false })
    const berlin = await attendee('Europe/Berlin')
    await register(event, berlin)
    await at(new Date(Date.parse(startDate) - 3_600_000).toISOString())

    const { start } = entryIn((await post.next(berlin.email, inHour)).calendar)

    expect(start.hour).toBe(hour)
    expect(start.toJSDate().toISOString()).toBe(startDate)
    const local = DateTime.fromISO(startDate, { zone: 'Europe/Berlin' })
    expect([start.year, start.month, start.day]).toEqual([local.year, local.month, local.day])
  })

  it('moves with its event, and its entry is the same with a higher number', async () => {
    const event = await eventAt('2027-05-05T10:00:00.000Z', { remindDayBefore: false })
    const user = await attendee('Europe/Berlin')
    await register(event, user)
    await at('2027-05-05T09:00:00.000Z')
    const first = entryIn((await post.next(user.email, inHour)).calendar)

    await platform.payload.update({
      collection: 'events',
      id: event.id,
      data: { startDate: '2027-05-06T10:00:00.000Z', endDate: '2027-05-06T12:00:00.000Z' },
      overrideAccess: true,
    })

    expect(await at('2027-05-05T09:30:00.000Z')).toBe('0 reminders')
    expect(await at('2027-05-06T09:00:00.000Z')).toBe('1 reminder')
    const second = entryIn((await post.next(user.email, inHour, 2)).calendar)
    expect(second.uid).toBe(first.uid)
    expect(second.sequence).toBeGreaterThan(first.sequence)
  })

  it.each<[string, Partial<Event>, Partial<User>, (event: Event, user: User) => Promise<unknown>]>([
    [
      'the event is cancelled',
      {},
      {},
      (event) =>
        platform.payload.update({
          collection: 'events',
          id: event.id,
          data: { status: 'cancelled' },
          overrideAccess: true,
        }),
    ],
    ['its organiser wants none', { remindHourBefore: false }, {}, () => Promise.resolve()],
    ['the attendee wants none', {}, { mail: { reminders: false } }, () => Promise.resolve()],
  ])('is dropped when %s', async (_why, details, person, change) => {
    const event = await eventAt('2027-06-05T10:00:00.000Z', { remindDayBefore: false, ...details })
    const user = await attendee('Europe/Berlin', person)
    await register(event, user)
    await change(event, user)

    expect(await at('2027-06-05T09:00:00.000Z')).toBe('0 reminders')
  })

  it('is not for who registered later, nor for who waits', async () => {
    const soon = new Date(Date.now() + 30 * 60_000).toISOString()
    const event = await eventAt(soon, { maxParticipants: 1, waitlistEnabled: true })
    await register(event, await attendee('UTC'))
    await register(event, await attendee('UTC'))

    expect(await at(new Date().toISOString())).toBe('0 reminders')
  })
})
