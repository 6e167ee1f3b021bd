import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'

import { richText, paragraph } from '../../src/features/demo/richText.ts'
import { createEvent, eventData, inDays } from '../factories/events.ts'
import { signedInUser } from '../factories/users.ts'
import { accessTokenOf } from '../support/callers.ts'
import { appOf, type Client, clientOf } from '../support/client.ts'
import { type MailPlatform, startMailPlatform } from '../support/mailPlatform.ts'

/** What people type is text to everybody else, wherever it is shown. */
let platform: MailPlatform
let staff: Client
let app: Client

beforeAll(async () => {
  platform = await startMailPlatform({ PUBLIC_URL: 'https://events.test' })
  const { user, token } = await signedInUser(platform.payload, 'staff')
  staff = clientOf(platform.url, token)
  app = appOf(platform.url, accessTokenOf(platform.payload, user.id))
})

afterAll(() => platform.stop())

const hostile = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "'); DROP TABLE events; --",
  '{{7*7}} ${7*7} {title, plural, other {#}}',
  '=HYPERLINK("https://evil.example")',
  '&lt;b&gt; &amp; \\ ; , : "',
  'javascript:alert(1)',
]

describe.each(hostile)('%s', (text) => {
  it('is the same text to every reader of data', async () => {
    const { body } = await staff.post('/api/events', {
      ...eventData({ title: text, location: text, description: `${text}\n\n${text}` }),
    })
    const { id } = body.doc

    const rest = await clientOf(platform.url).get(`/api/events/${id}`)
    const v1 = await appOf(platform.url).get(`events/${id}/`)
    const list = await app.get(`events/?search=${encodeURIComponent(text)}`)
    const graphql = await clientOf(platform.url).graphql(
      'query ($id: Int!) { Event(id: $id) { title location description } }',
      { id },
    )

    const shown = { title: text, location: text, description: `${text}\n\n${text}` }
    expect(rest.body).toMatchObject(shown)
    expect(v1.body).toMatchObject(shown)
    expect(list.status).toBe(200)
    expect(graphql.body.data.Event).toMatchObject(shown)
    for (const { headers } of [rest, v1, list, graphql]) {
      expect(headers.get('content-type')).toMatch(/^application\/json/)
      expect(headers.get('x-content-type-options')).toBe('nosniff')
    }
  })
})

it('is text in an email, and in the calendar that comes with it', async () => {
  const text = hostile.join(' ')
  const event = await createEvent(platform.payload, {
    title: text.slice(0, 150),
    location: `Ulm\r\nATTENDEE:mailto:evil@example.com`,
    description: `${text}\r\nBEGIN:VALARM\r\nSubject: forged`,
    startDate: inDays(5),
    endDate: inDays(6),
  })
  const { user, token } = await signedInUser(platform.payload, 'attendee', {
    displayName: '<b>Eve</b>\r\nBcc: evil@example.com',
  })
  await clientOf(platform.url, token).post(`/api/events/${event.id}/register`)

  const email = await platform.post.next(user.email, 'Your place is confirmed')

  expect(email.html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;')
  expect(email.html).not.toMatch(/<script|<img|<b>|onerror=alert\(1\)>|href="javascript/i)
  expect([email.to].flat().flatMap((to) => to!.value.map(({ address }) => address))).toEqual([
    user.email,
  ])
  expect(email.bcc).toBeUndefined()
  const lines = email.calendar!.replace(/\r\n[ \t]/g, '').split('\r\n')
  expect(lines.filter((line) => /^(ATTENDEE|BEGIN:VALARM|Subject)/.test(line))).toEqual([
    expect.stringContaining(user.email),
  ])
})

describe('what cannot be seen', () => {
  it.each([
    ['control characters', 'Bo\u0007lt\u001b[31m Bo\u0085wl\u009f', 'Bolt[31m Bo wl'],
    ['marks that turn the writing around', 'Bolt \u202Elwob\u202C \u2066x\u2069', 'Bolt lwob x'],
    ['line breaks in a line', 'Bolt\r\nBowl\tof\u2028Ulm', 'Bolt Bowl of Ulm'],
  ])('is taken out of names and titles: %s', async (_what, typed, kept) => {
    const { body } = await staff.post('/api/events', eventData({ title: typed, location: typed }))
    expect(body.doc).toMatchObject({ title: kept, location: kept })

    const byApp = await app.patch(`events/${body.doc.id}/`, { title: typed })
    expect(byApp.body.title).toBe(kept)

    const { user, token } = await signedInUser(platform.payload)
    const renamed = await clientOf(platform.url, token).patch(`/api/users/${user.id}`, {
      displayName: typed,
    })
    expect(renamed.body.doc.displayName).toBe(kept)
  })

  it('is taken out of longer texts, whose lines and scripts stay', async () => {
    const description = 'One\n\ttwo\r\n\u202Ethree\u0000'.replace('\u0000', '\u0001')
    const arabic = 'روبوت\u200F 🤖 机器人'
    const { body } = await staff.post('/api/events', eventData({ description, title: arabic }))
    expect(body.doc).toMatchObject({ description: 'One\n\ttwo\r\nthree', title: arabic })
  })

  it('is refused where the database cannot hold it', async () => {
    const { status } = await staff.post('/api/events', eventData({ title: 'Bolt\u0000Bowl' }))
    expect(status).toBe(400)
  })
})

describe('rich text', () => {
  const element = { version: 1, format: '', indent: 0, direction: null }
  const text = (more = {}) => ({ type: 'text', version: 1, text: 'here', format: 1, ...more })
  const link = (url: unknown, more = {}) => ({
    ...element,
    type: 'link',
    fields: { linkType: 'custom', newTab: true, url, ...more },
    children: [text()],
  })
  const bodyOf = (...children: object[]) => ({
    root: { ...element, type: 'root', children: [{ ...element, type: 'paragraph', children }] },
  })
  const create = (body: unknown) => staff.post('/api/events', { ...eventData(), body })
  const deep = (levels: number): object =>
    levels === 0 ? text() : { ...element, type: 'quote', children: [deep(levels - 1)] }

  it('of the editor is kept as it is', async () => {
    const list = { ...element, type: 'list', listType: 'bullet', tag: 'ul', children: [] }
    const body = bodyOf(
      text(),
      link('https://robots.test/a?b#c'),
      { type: 'linebreak', version: 1 },
      list,
    )

    const { status, body: answer } = await create(body)

    expect(status).toBe(201)
    expect(answer.doc.body.root.children[0].children).toMatchObject([
      { text: 'here', format: 1 },
      { fields: { url: 'https://robots.test/a?b#c', newTab: true } },
      { type: 'linebreak' },
      { listType: 'bullet', tag: 'ul', children: [] },
    ])
    const plain = richText(paragraph('Plain'))
    expect((await create(plain)).body.doc.body).toEqual(plain)
  })

  it.each(['mailto:a@robots.test', 'tel:+49731', 'http://robots.test', '/events/3', '#where'])(
    'may link to %s',
    async (url) => expect((await create(bodyOf(link(url)))).status).toBe(201),
  )

  it.each([
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    '\u0001 javascript:alert(1)',
    'java\nscript:alert(1)',
    'vbscript:x',
    'data:text/html,<script>alert(1)</script>',
    'file:///etc/passwd',
    'blob:https://robots.test/x',
    42,
    { href: 'javascript:alert(1)' },
  ])('may not link to %j', async (url) => {
    for (const type of ['link', 'autolink']) {
      const answer = await create(bodyOf({ ...link(url), type }))
      expect([type, answer.status]).toEqual([type, 400])
      expect(answer.body.errors[0].data.errors[0].path).toBe('body')
    }
  })

  it.each([
    ['markup', '<p onclick=x>'],
    ['a node of no kind', bodyOf({ version: 1 })],
    [
      'a node of an unknown kind',
      bodyOf({ ...element, type: 'iframe', src: 'https://evil.example' }),
    ],
    ['a kind that every object has', bodyOf({ type: 'constructor' })],
    ['a block', bodyOf({ type: 'block', fields: { blockType: 'code' } })],
    [
      'a heading of another tag',
      bodyOf({ ...element, type: 'heading', tag: 'script', children: [] }),
    ],
    ['an upload of no collection', bodyOf({ type: 'upload', relationTo: 'secrets', value: 1 })],
    ['children that are none', { root: { ...element, type: 'root', children: { length: 1e9 } } }],
    ['too deep a nesting', bodyOf(deep(40))],
    ['too many nodes', bodyOf(...Array.from({ length: 20_001 }, () => ({ type: 'tab' })))],
  ])('is refused with %s in it', async (_what, body) => {
    expect((await create(body)).status).toBe(400)
  })

  it('loses what the editor does not write', async () => {
    const styled = { style: 'position:fixed;inset:0', onclick: 'alert(1)', innerHTML: '<img>' }
    const { body } = await create(
      bodyOf(text({ ...styled, text: 'a\u202Eb' }), { ...link('/x', styled), rel: 'x', ...styled }),
    )
    const kept = JSON.stringify(body.doc.body)
    expect(kept).not.toMatch(/position|onclick|innerHTML|\u202E/)
    expect(kept).toContain('"ab"')
  })

  it('is held to it over GraphQL too', async () => {
    const { body } = await create(bodyOf(text()))
    const answer = await staff.graphql(
      'mutation ($id: Int!, $body: JSON) { updateEvent(id: $id, data: { body: $body }) { id } }',
      { id: body.doc.id, body: bodyOf(link('javascript:alert(1)')) },
    )
    expect(answer.body.errors).toHaveLength(1)
  })
})
