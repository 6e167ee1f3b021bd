import { describe, expect, it } from '@jest/globals'

import { languages } from '../../src/shared/languages.ts'
import type { Email, EmailEvent, Recipient } from '../../src/features/notifications/email/emails.ts'
import { renderEmail } from '../../src/features/notifications/email/renderEmail.ts'
import { sampleEmails, sampleRecipient } from '../../src/features/notifications/email/samples.ts'

const origin = 'https://events.example'
const registration = { id: 7, seats: 1, ticketCode: '7ZK4M0QXW9TB2HNC5RVJ8D3GFA' }
const event: EmailEvent = {
  id: 1,
  title: 'Robo Soccer',
  description: 'Bring a ball.',
  location: 'Hall 4',
  startDate: '2026-12-05T08:30:00.000Z',
  endDate: '2026-12-05T16:30:00.000Z',
  timezone: 'Europe/Berlin',
  calendarSequence: 0,
}
const reader: Recipient = {
  name: 'Ada',
  email: 'ada@example.org',
  language: 'en',
  timezone: 'Europe/Berlin',
}

const confirmed = (changes: Partial<EmailEvent> = {}): Email => ({
  kind: 'registrationConfirmed',
  event: { ...event, ...changes },
  registration,
})
const write = (email: Email, who: Partial<Recipient> = {}, unsubscribeLink?: string) =>
  renderEmail(email, { ...reader, ...who }, { origin, unsubscribeLink })

const everyEmail = languages.flatMap((language) =>
  sampleEmails.map((sample) => ({ language, ...sample })),
)

describe('every email', () => {
  it.each(everyEmail)('$name in $language is whole', async ({ language, email }) => {
    const { subject, html, text } = await renderEmail(email, sampleRecipient(language), {
      origin,
    })

    expect(subject).toMatch(/^[^\p{Cc}]{5,160}$/u)
    expect(html).toContain(`lang="${language}"`)
    expect(html).toContain('<meta name="color-scheme" content="light dark"/>')
    expect(text).toContain(sampleRecipient(language).name)
    // Nothing that a mail program would fetch, and nothing that was meant to be filled in.
    expect(html).not.toMatch(/<img|<script|<iframe|<link|url\(|@import|\ssrc=/i)
    for (const body of [html, text]) expect(body).not.toMatch(/undefined|\[object|NaN|Invalid/)
    const links = [...html.matchAll(/href="([^"]*)"/g)].map(([, href]) => href)
    const sites = [
      origin,
      'https://calendar.google.com',
      'https://outlook.live.com',
      'https://outlook.office.com',
    ]
    expect(links.filter((href) => !sites.includes(new URL(href!).origin))).toEqual([])
    expect(links.every((href) => href!.length < 2000)).toBe(true)
  })

  it.each(everyEmail)('$name in $language says as text what it says as HTML', async (sample) => {
    const { html, text } = await renderEmail(sample.email, sampleRecipient(sample.language), {
      origin,
    })

    const shown = html
      .replace(/^.*<\/head>/s, '')
      .replace(/<!--.*?-->/gs, '')
      .replace(/<[^<>]*>/g, ' ')
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>')
      .replaceAll('&amp;', '&')
    const words = shown
      .split(/[\s\u200b-\u200f\ufeff]+/)
      .filter((word) => /[\p{L}\p{N}]/u.test(word))
    expect(words.length).toBeGreaterThan(5)
    expect(words.filter((word) => !text.includes(word))).toEqual([])
  })
})

describe('what people typed', () => {
  it('is text, not markup', async () => {
    const title = `<script>alert(1)</script><b onclick='x'>"Tom" & {title} {seats, plural, other {}}`
    const location = '<img src=x onerror=alert(1)>'
    const { html, text, subject } = await write(confirmed({ title, location }))

    expect(html).not.toMatch(/<script|<b |<img/)
    expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;')
    expect(html).toContain('&lt;img src=x onerror=alert(1)&gt;')
    expect(text).toContain(title)
    expect(text).toContain(location)
    expect(subject).toBe(`Your place is confirmed: ${title}`)
  })

  it('does not end the header that it stands in', async () => {
    const title = 'Robo\r\nBcc: all@example.org\u2028\u0000\u202Egro\u{1F916}'
    const { subject, text } = await write(confirmed({ title }))

    expect(subject).toBe('Your place is confirmed: Robo Bcc: all@example.org gro\u{1F916}')
    expect(text.split('\n')[0]).toBe('Robo Bcc: all@example.org gro\u{1F916}')
  })

  it('is cut where it is too long, never in the middle of a character', async () => {
    const { subject, text } = await write(confirmed({ title: '\u{1F916}'.repeat(5000) }))

    expect(subject).toBe(`Your place is confirmed: ${'\u{1F916}'.repeat(99)}…`)
    expect(text.split('\n')[0]).toBe(`${'\u{1F916}'.repeat(199)}…`)
    expect(text.length).toBeLessThan(4000)
  })

  it('keeps its lines where it may have some', async () => {
    const reason = 'The roof leaks.\r\n\r\n\r\n\r\n<i>Sorry</i>\u0007'
    const { html, text } = await write({ kind: 'eventCancelled', event, registration, reason })

    expect(text).toContain('> The roof leaks.\n>\n> <i>Sorry</i>\n')
    expect(html).toContain('The roof leaks.<br/><br/>&lt;i&gt;Sorry&lt;/i&gt;')
  })

  it.each([
    ['Ada Okafor', 'Hello Ada Okafor,'],
    ['J. R. Smith-Øster', 'Hello J. R. Smith-Øster,'],
    ['王小明', 'Hello 王小明,'],
    ['', 'Hello,'],
    ['WIN at https://casino.example', 'Hello,'],
    ['casino.example', 'Hello,'],
    ['write to win@casino', 'Hello,'],
  ])('greets %j with %j', async (name, greeting) => {
    const { text } = await write({ kind: 'passwordChanged' }, { name })

    expect(text.split('\n')).toContain(greeting)
  })
})

describe('links', () => {
  it.each([
    'javascript:alert(1)',
    'data:text/html,x',
    'ftp://x.example/y',
    'mailto:a@b.example',
    'x',
  ])('an event does not link to %s', async (link) => {
    const { html, text } = await write(confirmed({ link }))

    expect(html).not.toContain(`href="${link}`)
    expect(html + text).not.toContain(link.length > 1 ? link : 'href="x')
    expect(text).not.toContain('Open the event')
  })

  it('the platform may link to an app, and to nothing that runs', async () => {
    const app = await write({ kind: 'setPassword', link: 'roboapp://reset?token=a%22b&x=1' })

    expect(app.html).toContain('href="roboapp://reset?token=a%22b&amp;x=1"')
    expect(app.text).toContain('\nroboapp://reset?token=a%22b&x=1\n')
    await expect(write({ kind: 'welcome', link: 'javascript:alert(1)' })).rejects.toThrow(
      'cannot link to javascript:',
    )
    await expect(write({ kind: 'welcome', link: 'reset' })).rejects.toThrow('Invalid URL')
  })

  it('offers to end emails where it is told how', async () => {
    const link = `${origin}/unsubscribe?topic=changes&token=x`

    expect((await write(confirmed(), {}, link)).text).toContain(
      `No more mails like this one:\n${link}`,
    )
    expect((await write(confirmed())).text).not.toContain('No more mails')
  })
})

describe('times', () => {
  it.each([
    ['en', 'When: Saturday, 5 December 2026, 03:30–11:30 (GMT-5)'],
    ['de', 'Wann: Samstag, 5. Dezember 2026, 03:30–11:30 Uhr (GMT-5)'],
    ['es', 'Cuándo: sábado, 5 de diciembre de 2026, 03:30–11:30 (GMT-5)'],
    ['zh', '时间：2026年12月5日星期六 03:30–11:30（GMT-5）'],
  ] as const)("are told in %s by the reader's clock", async (language, line) => {
    const { text } = await write(confirmed(), { language, timezone: 'America/New_York' })

    expect(text.split('\n')).toContain(line)
  })

  it("are told by the venue's clock too, where it shows another time", async () => {
    const abroad = await write(confirmed(), { timezone: 'America/New_York' })
    const sameClock = await write(confirmed(), { timezone: 'Africa/Lagos' })

    expect(abroad.text).toContain('At the venue: Saturday, 5 December 2026, 09:30–17:30 (CET)')
    expect(abroad.html).toContain('At the venue: Saturday, 5 December 2026, 09:30–17:30 (CET)')
    expect(sameClock.text).not.toContain('At the venue')
  })

  it('name both sides of a change of the clocks', async () => {
    const { text } = await write(
      confirmed({ startDate: '2026-10-24T16:00:00Z', endDate: '2026-10-25T17:00:00Z' }),
    )

    expect(text).toContain(
      'When: Saturday, 24 October 2026, 18:00 (CEST) – Sunday, 25 October 2026, 18:00 (CET)',
    )
  })

  it('are told in UTC to whom lives by a zone that is not known', async () => {
    const { text } = await write(confirmed(), { timezone: 'Mars/Olympus' })

    expect(text).toContain('When: Saturday, 5 December 2026, 08:30–16:30 (UTC)')
  })
})

describe('emails about changes', () => {
  const changes: Extract<Email, { kind: 'eventChanged' }>['changes'] = [
    { field: 'startDate', from: '2026-12-05T07:00:00.000Z', to: event.startDate },
    { field: 'timezone', from: 'America/New_York', to: 'Europe/Berlin' },
    { field: 'location', from: '<Hall 3>', to: 'Hall 4' },
  ]

  it('show what was and what is', async () => {
    const email: Email = { kind: 'eventChanged', event, registration, waiting: false, changes }
    const { text, html } = await write(email)

    expect(text).toContain(
      'Begins\n  Before: Saturday, 5 December 2026, 08:00 (CET)\n  Now: Saturday, 5 December 2026, 09:30 (CET)',
    )
    expect(text).toContain('Before: America/New York (GMT-5)\n  Now: Europe/Berlin (CET)')
    expect(text).toContain('Before: <Hall 3>\n  Now: Hall 4')
    expect(html).toContain('<s>&lt;Hall 3&gt;</s>')
    expect(text).toContain(registration.ticketCode)
  })

  it('give who waits no ticket and no calendar entry', async () => {
    const email: Email = { kind: 'eventChanged', event, registration, waiting: true, changes }
    const { text, attachments } = await write(email)

    expect(text).toContain('You keep your position on the waitlist.')
    expect(text).not.toContain(registration.ticketCode)
    expect(attachments).toEqual([])
  })
})

it('tells organisers how their events fill', async () => {
  const counts = { capacity: 36, taken: 36, waitlisted: 7, newRegistrations: 1, cancellations: 0 }
  const { title, startDate, timezone } = event
  const { subject, text, html } = await write({
    kind: 'organiserDigest',
    day: '2026-12-01',
    events: [
      { title, startDate, timezone, ...counts },
      { title: 'No places', startDate, timezone, ...counts, capacity: 0, taken: 0 },
    ],
  })

  expect(subject).toBe('Your events: Tuesday, 1 December 2026')
  expect(text).toContain('36 of 36 places taken · 7 on the waitlist')
  expect(text).toContain('1 new registration, no cancellations')
  expect(html).toContain('width:100%')
})
