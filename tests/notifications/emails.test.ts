import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'

import type { Event, User } from '../../src/payload-types.ts'
import { createEvent, inDays } from '../factories/events.ts'
import { signedInUser } from '../factories/users.ts'
import { type Client, clientOf } from '../support/client.ts'
import { type MailPlatform, startMailPlatform } from '../support/mailPlatform.ts'
import type { ReceivedEmail } from '../support/receivedEmails.ts'

/** Which emails people get, as a mail program reads them. */
let platform: MailPlatform
let mail: MailPlatform['mail']
let post: MailPlatform['post']
let staff: Client

beforeAll(async () => {
  platform = await startMailPlatform({ PUBLIC_URL: 'https://events.test' })
  ;({ mail, post } = platform)
  staff = clientOf(platform.url, (await signedInUser(platform.payload, 'staff')).token)
})

afterAll(() => platform.stop())

interface Person {
  user: User
  client: Client
  next: (subject: string, number?: number) => Promise<ReceivedEmail>
}

async function person(details: Partial<User> = {}): Promise<Person> {
  const { user, token } = await signedInUser(platform.payload, 'attendee', details)
  return {
    user,
    client: clientOf(platform.url, token),
    next: (subject, number) => post.next(user.email, subject, number),
  }
}

const place = (event: Event) => `/api/events/${event.id}/register`
const method = (email: ReceivedEmail) => /METHOD:(\w+)/.exec(email.calendar ?? '')?.[1]
const property = (email: ReceivedEmail, name: string) =>
  new RegExp(`^${name}[:;](.*)$`, 'm').exec(email.calendar ?? '')?.[1]?.trim()

describe('an attendee is written to', () => {
  it('about a place, its end, and the next in line about theirs', async () => {
    const event = await createEvent(platform.payload, {
      title: 'Gear Gala',
      maxParticipants: 1,
      waitlistEnabled: true,
    })
    const [ada, ben, eva] = [await person(), await person(), await person()]

    await ada.client.post(place(event))
    await ben.client.post(place(event))
    await eva.client.post(place(event))
    const confirmed = await ada.next('Your place is confirmed')
    const second = await eva.next('On the waitlist')
    await ada.client.delete(place(event))
    const given = await ada.next('Your registration is cancelled')
    const promoted = await ben.next('Off the waitlist')

    expect(confirmed.subject).toContain('Gear Gala')
    expect(confirmed.html).toContain('Gear Gala')
    expect(confirmed.headers.get('auto-submitted')).toBe('auto-generated')
    expect(second.text).toMatch(/\b2\b/)
    expect(second.calendar).toBeUndefined()
    expect([method(confirmed), method(given), method(promoted)]).toEqual([
      'REQUEST',
      'CANCEL',
      'REQUEST',
    ])
    expect(property(given, 'UID')).toBe(property(confirmed, 'UID'))
    expect(Number(property(given, 'SEQUENCE'))).toBeGreaterThan(
      Number(property(confirmed, 'SEQUENCE')),
    )
    expect(property(given, 'STATUS')).toBe('CANCELLED')
    // An email about one's own place cannot be refused.
    expect(confirmed.headers.has('list')).toBe(false)
  })

  it('when an organiser cancels their place, and says why', async () => {
    const event = await createEvent(platform.payload, { title: 'Cam Camp' })
    const ada = await person()
    const { body } = await ada.client.post(place(event))

    await staff.patch(`/api/registrations/${body.registration.id}`, {
      state: 'cancelled',
      cancelReason: 'The robot is too <b>heavy</b>.',
    })

    const email = await ada.next('The organiser has cancelled')
    expect(email.text).toContain('The robot is too <b>heavy</b>.')
    expect(email.html).toContain('too &lt;b&gt;heavy&lt;/b&gt;')
    expect(method(email)).toBe('CANCEL')
  })

  const guestsOf = async (event: Event, size: number) => {
    const guests = await Promise.all(Array.from({ length: size }, () => person()))
    const registered = await Promise.all(
      guests.map(({ client }) => client.post(place(event), { seats: 2 })),
    )
    return guests.map((guest, index) => ({
      ...guest,
      id: registered[index]!.body.registration.id as number,
      hasPlace: registered[index]!.body.status === 'registered',
    }))
  }

  it('when the event is cancelled and deleted at once, each of them, once', async () => {
    const event = await createEvent(platform.payload, {
      title: 'Gone Games',
      maxParticipants: 20,
      maxPartySize: 2,
      waitlistEnabled: true,
    })
    const guests = await guestsOf(event, 12)

    await staff.patch(`/api/events/${event.id}`, {
      status: 'cancelled',
      cancellationReason: 'The hall has burnt down.',
    })
    expect((await staff.delete(`/api/events/${event.id}`)).status).toBe(200)

    for (const guest of guests) {
      const email = await guest.next('Event cancelled: Gone Games')
      expect(email.text).toContain('The hall has burnt down.')
      expect(email.text).toContain('Ulm')
      // Only who had a place has an entry in their calendar.
      const entry = guest.hasPlace ? ['CANCEL', 'Gone Games'] : [undefined, undefined]
      expect([method(email), property(email, 'SUMMARY')]).toEqual(entry)
    }
    expect(guests.filter(({ hasPlace }) => hasPlace)).toHaveLength(10)
    const ends = await Promise.all(
      guests.map(({ user }) => post.emails(user.email, 'Event cancelled')),
    )
    expect(ends.map(({ length }) => length)).toEqual(guests.map(() => 1))
  })

  it('when they are cancelled by hand before the event is deleted, with the reason', async () => {
    const event = await createEvent(platform.payload, { title: 'Hand Hall', maxPartySize: 2 })
    const guests = await guestsOf(event, 3)

    for (const { id } of guests) {
      await staff.patch(`/api/registrations/${id}`, {
        state: 'cancelled',
        cancelReason: `Reason ${id}`,
      })
    }
    expect((await staff.delete(`/api/events/${event.id}`)).status).toBe(200)

    for (const guest of guests) {
      const email = await guest.next('The organiser has cancelled your registration: Hand Hall')
      expect(email.text).toContain(`Reason ${guest.id}`)
      expect(method(email)).toBe('CANCEL')
    }
  })

  it('when their cancelled registration is deleted, and the account of the organiser', async () => {
    const admin = clientOf(platform.url, (await signedInUser(platform.payload, 'admin')).token)
    const owner = await person()
    const event = await createEvent(platform.payload, {
      title: 'Orphan Open',
      createdBy: owner.user.id,
      maxPartySize: 2,
    })
    const [guest, other] = await guestsOf(event, 2)

    await owner.client.patch(`/api/registrations/${guest!.id}`, { state: 'cancelled' })
    await owner.client.patch(`/api/events/${event.id}`, { status: 'cancelled' })
    await admin.delete(`/api/registrations/${guest!.id}`)
    await admin.delete(`/api/users/${owner.user.id}`)
    await admin.delete(`/api/events/${event.id}`)

    await guest!.next('The organiser has cancelled your registration: Orphan Open')
    await other!.next('Event cancelled: Orphan Open')
  })

  it('when the size of their party changes, and when it has become too large', async () => {
    const event = await createEvent(platform.payload, {
      title: 'Party Park',
      maxParticipants: 5,
      maxPartySize: 5,
      waitlistEnabled: true,
    })
    const [ada, ben] = [await person(), await person()]
    await ada.client.post(place(event), { seats: 3 })
    await ben.client.post(place(event), { seats: 4 })

    await ada.client.patch(place(event), { seats: 2 })
    await staff.patch(`/api/events/${event.id}`, { maxParticipants: 3 })

    const resized = await ada.next('You have 2 places now: Party Park')
    expect(method(resized)).toBe('REQUEST')
    const tooLarge = await ben.next('Your group is too large now: Party Park')
    expect(tooLarge.text).toContain('a group can have 3 places now. Yours has 4')
  })

  it('when the event changes, with what was and what is; and when it is cancelled', async () => {
    const event = await createEvent(platform.payload, {
      title: 'Axle Arena',
      location: 'Ulm',
      startDate: '2027-05-05T08:00:00.000Z',
      endDate: '2027-05-05T10:00:00.000Z',
    })
    const ada = await person({ timezone: 'Europe/Berlin' })
    await ada.client.post(place(event))
    const before = await ada.next('Your place is confirmed')

    await staff.patch(`/api/events/${event.id}`, {
      location: 'Bonn',
      startDate: '2027-05-05T09:00:00.000Z',
    })
    const changed = await ada.next('Changed')
    await staff.patch(`/api/events/${event.id}`, { description: 'Longer.', maxParticipants: 20 })
    await staff.patch(`/api/events/${event.id}`, {
      status: 'cancelled',
      cancellationReason: 'A flood',
    })
    const cancelled = await ada.next('Event cancelled')

    for (const told of ['Ulm', 'Bonn', '10:00', '11:00']) expect(changed.text).toContain(told)
    expect(property(changed, 'UID')).toBe(property(before, 'UID'))
    expect(Number(property(changed, 'SEQUENCE'))).toBeGreaterThan(
      Number(property(before, 'SEQUENCE')),
    )
    expect(cancelled.text).toContain('A flood')
    expect(method(cancelled)).toBe('CANCEL')
    // Neither the longer description nor the larger hall is news to who comes.
    expect(await post.emails(ada.user.email, 'Changed')).toHaveLength(1)
  })

  it('with one click to end what is not necessary', async () => {
    const event = await createEvent(platform.payload, { location: 'Ulm' })
    const ada = await person()
    await ada.client.post(place(event))
    await staff.patch(`/api/events/${event.id}`, { location: 'Bonn' })
    const raw = await ada.next('Changed')
    const source = mail.received.find(({ messageId }) => messageId === raw.messageId)!.source
    const [, link] = /^List-Unsubscribe:\s*<([^>]+)>/im.exec(source.replace(/\r\n[ \t]+/g, ''))!

    const answer = await fetch(link!.replace('https://events.test', platform.url), {
      method: 'POST',
      headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
      body: 'List-Unsubscribe=One-Click',
    })
    await staff.patch(`/api/events/${event.id}`, { location: 'Jena' })
    const other = await person()
    await other.client.post(place(event))
    await other.next('Your place is confirmed')

    expect(source).toContain('List-Unsubscribe-Post: List-Unsubscribe=One-Click')
    expect(answer.status).toBe(200)
    expect(await post.emails(ada.user.email, 'Changed')).toHaveLength(1)
  })

  it.each([
    ['de', 'Dein Platz ist bestätigt'],
    ['es', 'Tu plaza está confirmada'],
    ['zh', '您的名额已确认'],
  ] as const)('in the language of their choice: %s', async (language, subject) => {
    const event = await createEvent(platform.payload, {})
    const ada = await person({ language })

    await ada.client.post(place(event))

    const email = await ada.next(subject)
    expect(email.html).toContain(`lang="${language}"`)
  })

  it('not about what is over, nor when they are suspended', async () => {
    const past = await createEvent(platform.payload, {
      title: 'Long Ago',
      startDate: inDays(-2),
      endDate: inDays(-1),
    })
    const ada = await person()
    await platform.payload.db.drizzle.execute(
      `INSERT INTO registrations (event_id, user_id, seats, state, ticket_code, registered_at)
       VALUES (${past.id}, ${ada.user.id}, 1, 'confirmed', 'X${past.id}', now())`,
    )
    const event = await createEvent(platform.payload, { title: 'Suspense' })
    const ben = await person()
    await ben.client.post(place(event))
    await ben.next('Your place is confirmed')
    await staff.patch(`/api/events/${event.id}`, { location: 'Elsewhere' })
    await ben.next('Changed')

    expect(await post.emails(ada.user.email, 'Your place')).toEqual([])
  })
})
