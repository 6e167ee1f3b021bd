import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'

import { calendarOf } from '../../src/features/notifications/email/calendar.ts'
import { renderEmail } from '../../src/features/notifications/email/renderEmail.ts'
import { sampleEmails, sampleRecipient } from '../../src/features/notifications/email/samples.ts'
import type { User } from '../../src/payload-types.ts'
import { createEvent, inDays } from '../factories/events.ts'
import { password, signedInUser } from '../factories/users.ts'
import { accessTokenOf } from '../support/callers.ts'
import { appOf, clientOf, expectDone } from '../support/client.ts'
import { eventually } from '../support/eventually.ts'
import { type MailPlatform, startMailPlatform } from '../support/mailPlatform.ts'
import { poolOf } from '../support/pool.ts'

/** Emails about an account to its old address, gathered changes, calendars, and the directions of writing. */
let platform: MailPlatform

beforeAll(async () => {
  platform = await startMailPlatform({ RATE_LIMITS: 'off', MAIL_CHANGES_SECONDS: '60' })
})

afterAll(() => platform.stop())

async function person(details: Partial<User> = {}) {
  const { user, token } = await signedInUser(platform.payload, 'attendee', {
    email: `p${Math.random().toString(36).slice(2)}@people.test`,
    ...details,
  })
  return {
    user,
    rest: clientOf(platform.url, token),
    app: appOf(platform.url, accessTokenOf(platform.payload, user.id)),
  }
}

const query = (statement: string, values: unknown[] = []) =>
  poolOf(platform.payload).query(statement, values)

const tokenIn = (text: string | undefined, path: string) =>
  new RegExp(`${path}\\?token=(\\S+)`).exec(text ?? '')![1]!

describe('a changed address', () => {
  it('is told to the old one, which can take the account back', async () => {
    const { rest, user, app } = await person()
    const stolen = `thief-${user.id}@people.test`
    await expectDone(rest.patch(`/api/users/${user.id}`, { email: stolen }))
    const told = await platform.post.next(user.email, 'Your email address was changed')
    await expectDone(rest.patch(`/api/users/${user.id}`, { email: `b-${stolen}` }))
    const tellsThief = await platform.post.next(stolen, 'Your email address was changed')

    const anyone = appOf(platform.url)
    const restore = (text?: string) =>
      anyone.post('auth/email/restore/', { token: tokenIn(text, '/restore-email') })
    expect((await restore(told.text)).status).toBe(204)

    const link = await platform.post.next(user.email, 'Set a new password')
    expect(link.text).toContain('/reset-password?token=')
    const { rows } = await query('SELECT email, hash FROM users WHERE id = $1', [user.id])
    expect(rows).toEqual([{ email: user.email, hash: null }])
    expect((await app.get('auth/me/')).status).toBe(401)
    expect((await rest.get('/api/users/me')).body.user).toBeNull()
    // The links work once, and those to later addresses are dead.
    expect((await restore(told.text)).status).toBe(409)
    expect((await restore(tellsThief.text)).status).toBe(409)
    expect((await anyone.get('/restore-email')).status).toBe(200)
  })

  it('cannot be taken back when the address belongs to somebody else now', async () => {
    const { rest, user } = await person()
    await expectDone(rest.patch(`/api/users/${user.id}`, { email: `new-${user.email}` }))
    const told = await platform.post.next(user.email, 'Your email address was changed')
    await person({ email: user.email })
    const body = { token: tokenIn(told.text, '/restore-email') }
    expect((await appOf(platform.url).post('auth/email/restore/', body)).status).toBe(409)
  })

  it('is not restored by a token of another use', async () => {
    const { user } = await person()
    const token = accessTokenOf(platform.payload, user.id)
    expect((await appOf(platform.url).post('auth/email/restore/', { token })).status).toBe(409)
  })
})

describe('an account that its owner deletes', () => {
  const surfaces: [string, (of: Awaited<ReturnType<typeof person>>) => Promise<number>][] = [
    ['v1', async ({ app }) => (await app.delete('auth/me/')).status],
    ['REST', async ({ rest, user }) => (await rest.delete(`/api/users/${user.id}`)).status],
  ]
  it.each(surfaces)('over %s frees its places, and leaves its events', async (_surface, remove) => {
    const event = await createEvent(platform.payload, { maxParticipants: 1, waitlistEnabled: true })
    const [leaving, next] = [await person(), await person()]
    await leaving.app.post(`events/${event.id}/register/`)
    await next.app.post(`events/${event.id}/register/`)
    const own = await createEvent(platform.payload)
    await query('UPDATE events SET created_by_id = $1 WHERE id = $2', [leaving.user.id, own.id])

    expect([200, 204]).toContain(await remove(leaving))

    expect((await leaving.app.get('auth/me/')).status).toBe(401)
    const states = await query('SELECT user_id, state FROM registrations WHERE event_id = $1', [
      event.id,
    ])
    expect(states.rows).toEqual([{ user_id: next.user.id, state: 'confirmed' }])
    const left = await query('SELECT created_by_id FROM events WHERE id = $1', [own.id])
    expect(left.rows).toEqual([{ created_by_id: null }])
    const { username } = leaving.user
    const again = await appOf(platform.url).post('auth/login/', { username, password })
    expect(again.status).toBe(401)
  })

  it('is not that of the last admin', async () => {
    await query(`UPDATE users SET role = 'staff' WHERE role = 'admin'`)
    const { app, user } = await person()
    await query(`UPDATE users SET role = 'admin' WHERE id = $1`, [user.id])
    expect((await app.delete('auth/me/')).status).toBe(409)
  })
})

/** The time of the job that announces the changes of an event, as the queue has it. */
const announcement = async (eventId: number) =>
  (
    await query(
      `SELECT id, run_at > now() AS waits FROM graphile_worker._private_jobs WHERE key = $1`,
      [`announce:${eventId}`],
    )
  ).rows[0] as { id: string; waits: boolean } | undefined

describe('edits of an event', () => {
  const guestOf = async (startDate: string) => {
    const event = await createEvent(platform.payload, { startDate, endDate: inDays(40) })
    const guest = await person()
    await guest.app.post(`events/${event.id}/register/`)
    await platform.post.next(guest.user.email, 'Your place is confirmed')
    const move = (location: string) =>
      platform.payload.update({
        collection: 'events',
        id: event.id,
        data: { location },
        overrideAccess: true,
      })
    return { event, move, received: () => platform.post.emails(guest.user.email, 'Changed'), guest }
  }
  const relayed = () =>
    eventually(
      async () =>
        Number((await query('SELECT count(*) FROM outbox WHERE relayed_at IS NULL')).rows[0].count),
      (waiting) => waiting === 0,
      20_000,
    )
  const makeDue = (eventId: number) =>
    query(
      `SELECT graphile_worker.reschedule_jobs(ARRAY[id], run_at := now()) FROM graphile_worker._private_jobs WHERE key = $1`,
      [`announce:${eventId}`],
    )

  it('are one email with the last state, after a quiet moment', async () => {
    const { event, guest, move, received } = await guestOf(inDays(30))
    for (const place of ['Bonn', 'Kiel', 'Jena', 'Trier', 'Köln']) {
      await move(place)
      await relayed()
    }
    expect(await announcement(event.id)).toMatchObject({ waits: true })
    expect(await received()).toHaveLength(0)

    await makeDue(event.id)
    const email = await platform.post.next(guest.user.email, 'Changed')
    expect(email.text).toMatch(/Before: Ulm\s+Now: Köln/)
    expect(email.text).not.toMatch(/Bonn|Kiel|Jena|Trier/)
    expect(await received()).toHaveLength(1)
  })

  it('are no email when they end where they began', async () => {
    const { event, move, received } = await guestOf(inDays(30))
    await move('Bonn')
    await move('Ulm')
    await relayed()
    await makeDue(event.id)
    await eventually(
      () => announcement(event.id),
      (job) => job === undefined,
      15_000,
    )
    expect(await received()).toHaveLength(0)
  })

  it('are told at once when the event is near', async () => {
    const { guest, move } = await guestOf(inDays(0.5))
    await move('Bonn')
    expect((await platform.post.next(guest.user.email, 'Changed')).text).toContain('Bonn')
  })
})

describe('a calendar entry', () => {
  const origin = 'https://events.example'
  const entry = (kind: string, more: object = {}, event: object = {}) => {
    const { email } = sampleEmails.find(({ name }) => name === kind)!
    const changed = {
      ...email,
      ...more,
      event: { ...('event' in email ? email.event : {}), ...event },
    }
    return calendarOf(changed as typeof email, sampleRecipient('en'), { origin, now: new Date() })
  }
  const contentOf = (...of: Parameters<typeof entry>) => entry(...of)[0]!.content

  it.each(['registrationConfirmed', 'eventChanged', 'reminderDay', 'eventCancelled'])(
    'of %s without an organiser is published, and has no attendee',
    (kind) => {
      for (const organiser of [undefined, { name: 'Mira' }]) {
        const content = contentOf(kind, {}, { organiser })
        expect(content).toContain('METHOD:PUBLISH')
        expect(content).not.toMatch(/^(ORGANIZER|ATTENDEE)/m)
      }
    },
  )

  it('names the platform when its organiser has no name', () => {
    const content = contentOf(
      'registrationConfirmed',
      {},
      { organiser: { email: 'events@events.test' } },
    )
    expect(content.replace(/\r\n /g, '')).toContain(
      'ORGANIZER;CN=Robo Events:mailto:events@events.test',
    )
  })

  it.each([
    'registrationCancelledByAttendee',
    'registrationCancelledByOrganiser',
    'eventCancelled',
  ])('%s takes away only what was there', async (kind) => {
    expect(entry(kind, { invited: false })).toEqual([])
    expect(entry(kind, { invited: true })).toHaveLength(1)
    const { email } = sampleEmails.find(({ name }) => name === kind)!
    const { text } = await renderEmail(
      { ...email, invited: false } as typeof email,
      sampleRecipient('en'),
      { origin },
    )
    expect(text).not.toContain('attached file')
  })

  it('never shows a username, and comes to those with a place alone', async () => {
    const owner = await person()
    const event = await createEvent(platform.payload, { maxParticipants: 1, waitlistEnabled: true })
    await query('UPDATE events SET created_by_id = $1 WHERE id = $2', [owner.user.id, event.id])
    const [first, second] = [await person(), await person()]
    await first.app.post(`events/${event.id}/register/`)
    await second.app.post(`events/${event.id}/register/`)
    const invitation = await platform.post.next(first.user.email, 'Your place is confirmed')
    expect(invitation.calendar).toContain('METHOD:REQUEST')
    expect(`${invitation.calendar}${invitation.text}`).not.toContain(owner.user.username)
    await second.app.delete(`events/${event.id}/register/`)
    const left = await platform.post.next(second.user.email, 'Your registration is cancelled')
    expect(left.calendar).toBeUndefined()
    expect(left.text).not.toContain('attached file')
    // The zone of the venue leads: the guest has chosen none.
    expect(invitation.text).toContain('(CE')
    expect(invitation.text).not.toContain('UTC')
  })
})

describe('a text from right to left', () => {
  const hebrew = 'תחרות רובוטים!'
  it.each(['registrationConfirmed', 'eventChanged', 'organiserDigest', 'eventCancelled'])(
    'keeps its direction to itself in %s',
    async (kind) => {
      const { email } = sampleEmails.find(({ name }) => name === kind)!
      const event =
        'event' in email ? { ...email.event, title: hebrew, location: hebrew } : undefined
      const events =
        'events' in email ? email.events.map((one) => ({ ...one, title: hebrew })) : undefined
      const changes =
        'changes' in email ? [{ field: 'location', from: hebrew, to: 'Ulm' }] : undefined
      const reason = 'reason' in email ? `${hebrew}\n${hebrew}` : undefined
      const given = { ...email, event, events, changes, reason } as unknown as typeof email
      const recipient = { ...sampleRecipient('en'), name: 'דנה' }
      const { html, subject, text } = await renderEmail(given, recipient, {
        origin: 'https://e.test',
      })
      for (const part of [text, subject]) {
        const rest = part.replaceAll(/\u2068[^\u2068\u2069\n]*\u2069/g, '')
        expect(rest).not.toMatch(/[\u0590-\u05FF\u2068\u2069]/)
      }
      expect(html.replaceAll(/<bdi>[^<]*<\/bdi>/g, '').split('<body')[1]).not.toMatch(
        /[\u0590-\u05FF]/,
      )
    },
  )

  it('does not change emails without one', async () => {
    for (const { email } of sampleEmails) {
      const { html, text } = await renderEmail(email, sampleRecipient('de'), {
        origin: 'https://e.test',
      })
      expect(`${html}${text}`).not.toMatch(/<bdi>|[\u2068\u2069]/)
    }
  })
})
