import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'

import type { Event } from '../../src/payload-types.ts'
import { createEvent, inDays } from '../factories/events.ts'
import { crowd, password, signedInUser } from '../factories/users.ts'
import { alertOf, CookieJar, hiddenField, signedInJar } from '../support/cookieJar.ts'
import { expireHoldsAndOffers } from '../support/expireSeats.ts'
import { findBrokenInvariants } from '../support/invariants.ts'
import { mailboxOf } from '../support/mailbox.ts'
import { poolOf } from '../support/pool.ts'
import { startTestPlatform, type TestPlatform } from '../support/testPlatform.ts'

let platform: TestPlatform
beforeAll(async () => {
  platform = await startTestPlatform({ RATE_LIMITS: 'off' }, { worker: true })
})
afterAll(async () => {
  expect(await findBrokenInvariants(platform.payload)).toEqual([])
  await platform.stop()
})

const event = (details: Partial<Event> = {}) => createEvent(platform.payload, details)

/** Browsers of new people. */
async function people(size: number) {
  const made = await crowd(platform.payload, size)
  return Promise.all(made.map(({ id }) => signedInJar(platform, id)))
}

const formOf = (id: number) => `/events/${id}/register`

/** Holds places and completes the registration. */
async function register(jar: CookieJar, id: number, seats = '1') {
  await jar.post(formOf(id), { do: 'hold', seats })
  const page = await jar.get(formOf(id))
  const fields = {
    do: 'register',
    hold: hiddenField(page, 'hold'),
    key: hiddenField(page, 'key'),
  }
  return { fields, answer: await jar.post(formOf(id), fields) }
}

const live = async (id: number) => {
  const sql = "SELECT seats::int FROM registrations WHERE event_id = $1 AND state = 'confirmed'"
  return (await poolOf(platform.payload).query<{ seats: number }>(sql, [id])).rows
}

describe('a whole registration without scripts', () => {
  it('goes from the sign-up to the ticket and the cancellation', async () => {
    const mailbox = mailboxOf(platform.payload)
    const jar = new CookieJar(platform.url, { 'Accept-Language': 'en' })
    const { id } = await event()
    const asked = await jar.get(formOf(id))
    expect(asked.location).toBe(`/sign-in?next=${encodeURIComponent(formOf(id))}`)
    const signUp = await jar.post(`/sign-up?next=${encodeURIComponent(formOf(id))}`, {
      display_name: 'Vera Violet',
      email: 'vera@example.com',
      password,
      password_confirm: password,
      language: 'en',
      timezone: 'America/New_York',
    })
    const choose = await jar.follow(signUp)
    expect(choose.text).toContain('10 places are free.')

    const held = await jar.follow(await jar.post(formOf(id), { do: 'hold' }))
    expect(held.text).toMatch(/One place is held for you until .*\(GMT-[45]\)/)
    expect(held.text).toContain('9 minutes are left.')
    const { answer } = await register(jar, id)
    const own = await jar.follow(answer)
    expect(own.text).toContain('You are registered. Your ticket is ready.')
    // Both zones: New York is the person's, and Berlin the venue's.
    expect(own.text).toMatch(/GMT-[45].*At the venue: .*CES?T/s)

    const confirmation = await mailbox.next('vera@example.com', 'welcome')
    expect((await jar.get('/my/events')).text).toContain('Please confirm your email address')
    await jar.post(new URL(confirmation.link).pathname + new URL(confirmation.link).search)
    expect((await jar.get('/my/events')).text).not.toContain('Please confirm')

    const ticket = await jar.get(`/my/events/${id}/ticket`)
    expect(ticket.text).toContain('Vera Violet')
    expect(ticket.text).toContain('<svg class="qr" role="img"')
    const image = await jar.get(`/my/events/${id}/ticket.png`)
    expect(image.headers.get('content-type')).toBe('image/png')
    expect(image.headers.get('content-disposition')).toContain(`ticket-${id}.png`)

    expect((await jar.get(`/my/events/${id}/cancel`)).text).toContain('Yes, cancel')
    expect(await live(id)).toHaveLength(1)
    const cancelled = await jar.follow(await jar.post(`/my/events/${id}/cancel`))
    expect(cancelled.text).toContain('Your registration is cancelled.')
    expect(await live(id)).toEqual([])
  })

  it('takes the link of an email to an offer, and accepts it', async () => {
    const { id } = await event({ maxParticipants: 1, waitlistEnabled: true, waitlistOffers: true })
    const [first, second] = await people(2)
    await register(first!, id)
    expect((await second!.get(formOf(id))).text).toContain('you would be the first')
    const key = hiddenField(await second!.get(formOf(id)), 'key')
    const waits = await second!.follow(await second!.post(formOf(id), { do: 'register', key }))
    expect(waits.text).toContain('You are on the waitlist.')
    expect(waits.text).toContain('You are number 1 on the waitlist.')
    expect(waits.text).not.toContain('Your ticket is ready.')

    await first!.post(`/my/events/${id}/cancel`)
    expect((await second!.get('/my/events')).text).toContain('value="accept"')
    const offered = await second!.get(`/my/events/${id}`)
    expect(offered.text).toContain('A place is offered to you')
    expect(offered.text).toContain('Accept it before')
    const accepted = await second!.follow(await second!.post(`/my/events/${id}`, { do: 'accept' }))
    expect(accepted.text).toContain('The place is yours.')
    expect(await live(id)).toHaveLength(1)
  })

  it('says that an offer has expired', async () => {
    const { id } = await event({ maxParticipants: 1, waitlistEnabled: true, waitlistOffers: true })
    const [first, second] = await people(2)
    await register(first!, id)
    await second!.post(formOf(id), { do: 'register' })
    await first!.post(`/my/events/${id}/cancel`)
    await expireHoldsAndOffers(platform.payload, id)
    const late = await second!.post(`/my/events/${id}`, { do: 'accept' })
    expect([late.status, alertOf(late)]).toEqual([
      409,
      expect.stringContaining('offer has expired'),
    ])
  })
})

describe('a rush', () => {
  it('gives the last place to one of two forms', async () => {
    const { id } = await event({ maxParticipants: 1 })
    const jars = await people(2)
    const answers = await Promise.all(jars.map((jar) => jar.post(formOf(id), { do: 'register' })))
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 409])
    expect(alertOf(answers.find(({ status }) => status === 409)!)).toContain(
      'There are not enough free places.',
    )
    expect(await live(id)).toHaveLength(1)
  })

  it('takes a form that is sent twice once, and not again after a cancellation', async () => {
    const { id } = await event()
    const [jar] = await people(1)
    await jar!.post(formOf(id), { do: 'hold' })
    const page = await jar!.get(formOf(id))
    const fields = {
      do: 'register',
      hold: hiddenField(page, 'hold'),
      key: hiddenField(page, 'key'),
    }
    const twice = await Promise.all([jar!.post(formOf(id), fields), jar!.post(formOf(id), fields)])
    const to = `/my/events/${id}?done=registered`
    expect(twice.map(({ location }) => location)).toEqual([to, to])
    expect(await live(id)).toHaveLength(1)

    await jar!.post(`/my/events/${id}/cancel`)
    // The browser goes back and sends the old form.
    expect((await jar!.post(formOf(id), fields)).location).toBe(to)
    expect(await live(id)).toEqual([])
    // Control: a new form registers.
    await register(jar!, id)
    expect(await live(id)).toHaveLength(1)
  })
})

describe('held places', () => {
  it('are not free for others, until they are given back', async () => {
    const { id } = await event({ maxParticipants: 3, maxPartySize: 3 })
    const [one, other] = await people(2)
    await one!.post(formOf(id), { do: 'hold', seats: '3' })
    expect((await other!.get(formOf(id))).text).toContain('All places are taken.')
    const back = await one!.follow(await one!.post(formOf(id), { do: 'release' }))
    expect(back.text).toContain('You have given the places back.')
    expect((await other!.get(formOf(id))).text).toContain('3 places are free.')
  })

  it('end with their time', async () => {
    const { id } = await event()
    const [jar] = await people(1)
    await jar!.post(formOf(id), { do: 'hold' })
    const page = await jar!.get(formOf(id))
    await expireHoldsAndOffers(platform.payload, id)
    const late = await jar!.post(formOf(id), { do: 'register', hold: hiddenField(page, 'hold') })
    expect([late.status, alertOf(late)]).toEqual([409, expect.stringContaining('start again')])
    expect(late.text).toContain('value="hold"')
  })
})

describe('a party', () => {
  it('changes its size, up to what the event allows', async () => {
    const { id } = await event({ maxParticipants: 5, maxPartySize: 4 })
    const [jar] = await people(1)
    await register(jar!, id, '2')
    const larger = await jar!.post(`/my/events/${id}`, { do: 'resize', seats: '4' })
    expect((await jar!.follow(larger)).text).toContain('The number of places is changed.')
    expect(await live(id)).toEqual([{ seats: 4 }])
    const tooLarge = await jar!.post(`/my/events/${id}`, { do: 'resize', seats: '5' })
    expect([tooLarge.status, alertOf(tooLarge)]).toEqual([
      409,
      expect.stringContaining('does not take so many places'),
    ])
    const wrong = await jar!.post(`/my/events/${id}`, { do: 'resize', seats: 'many' })
    expect(wrong.text).toContain('aria-describedby="seats-hint seats-problem" aria-invalid="true"')
  })
})

describe('a form that no page has made', () => {
  it.each<[Record<string, string>, number, string]>([
    [{}, 400, 'That did not work'],
    [{ do: 'toString' }, 400, 'That did not work'],
    [{ do: 'hold', seats: '-1' }, 400, 'The smallest number is 1.'],
    [{ do: 'hold', seats: '1e3' }, 400, 'Please enter a whole number.'],
    [{ do: 'hold', seats: '11' }, 409, 'does not take so many places'],
    [{ do: 'register', hold: 'none' }, 400, 'the places are not held any more'],
    [{ do: 'register', key: 'x'.repeat(300) }, 400, 'That did not work'],
  ])('changes nothing: %j', async (fields, status, sentence) => {
    const { id } = await event()
    const [jar] = await people(1)
    const answer = await jar!.post(formOf(id), fields)
    expect([answer.status, answer.text]).toEqual([status, expect.stringContaining(sentence)])
    expect(await live(id)).toEqual([])
  })
})

describe('the form of an event that takes nobody', () => {
  it.each<[string, Partial<Event>, string]>([
    ['that is over', { startDate: inDays(-2), endDate: inDays(-1) }, 'This event is over.'],
    ['that is cancelled', { status: 'cancelled' }, 'The organiser has cancelled this event.'],
    ['that opens later', { registrationOpensAt: inDays(3) }, 'Registration opens on'],
    ['that has closed', { registrationClosesAt: inDays(-3) }, 'Registration closed on'],
  ])('says so for one %s', async (_name, details, sentence) => {
    const { id } = await event(details)
    const [jar] = await people(1)
    const page = await jar!.get(formOf(id))
    expect([page.status, page.text.includes(sentence)]).toEqual([200, true])
    expect(page.text).not.toContain('name="do"')
  })

  it('does not exist for a draft', async () => {
    const { id } = await event({ status: 'draft' })
    const [jar] = await people(1)
    const answers = [await jar!.get(formOf(id)), await jar!.post(formOf(id), { do: 'hold' })]
    expect(answers.map(({ status }) => status)).toEqual([404, 404])
  })
})

describe('what is of somebody else', () => {
  it.each(['', '/ticket', '/ticket.png', '/cancel'])(
    'is not found: /my/events/{id}%s',
    async (path) => {
      const { id } = await event()
      const [owner, other] = await people(2)
      await register(owner!, id)
      expect((await owner!.get(`/my/events/${id}${path}`)).status).toBe(200)
      expect((await other!.get(`/my/events/${id}${path}`)).status).toBe(404)
    },
  )

  it('cannot be cancelled, and no session sees a person', async () => {
    const { id } = await event()
    const [owner, other] = await people(2)
    await register(owner!, id)
    expect((await other!.post(`/my/events/${id}/cancel`)).status).toBe(404)
    expect(await live(id)).toHaveLength(1)
    const anonymous = new CookieJar(platform.url)
    expect((await anonymous.get(`/my/events/${id}/ticket`)).location).toContain('/sign-in?next=')
  })
})

describe('a public page, which the cache stores', () => {
  it('holds no name and no session of the person who has asked for it first', async () => {
    const { user } = await signedInUser(platform.payload, 'attendee', {
      displayName: 'Vera Violet',
    })
    const jar = await signedInJar(platform, user.id)
    const mine = await jar.get('/events')
    const anonymous = await new CookieJar(platform.url).get('/events')
    for (const { headers, text } of [mine, anonymous]) {
      expect(text).not.toMatch(/Vera|Violet/)
      expect(headers.get('set-cookie')).toBeNull()
      expect(text).not.toContain([...jar.cookies.values()][0])
    }
    // Of the session a page knows that there may be one, and no shared cache stores that copy.
    expect(mine.text).toContain('My events')
    expect(mine.headers.get('cache-control')).toMatch(/^private/)
    expect(anonymous.text).not.toContain('My events')
    expect(anonymous.headers.get('cache-control')).toMatch(/^public/)
    expect(anonymous.headers.get('vary')).toContain('Cookie')
  })
})
