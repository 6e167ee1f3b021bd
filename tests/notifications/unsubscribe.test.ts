import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { createHmac } from 'node:crypto'

import { type MailTopic, mailTopics } from '../../src/features/notifications/topics.ts'
import { type TokenUse, tokensOf } from '../../src/features/accounts/tokens.ts'
import { unsubscribeTexts } from '../../src/features/notifications/unsubscribeTexts.ts'
import { unsubscribeToken } from '../../src/features/notifications/unsubscribe.ts'
import { createEvent } from '../factories/events.ts'
import { createUser, crowd } from '../factories/users.ts'
import { accessTokenOf } from '../support/callers.ts'
import { appOf } from '../support/client.ts'
import { poolOf } from '../support/pool.ts'
import { mailboxOf } from '../support/mailbox.ts'
import { startTestPlatform, type TestPlatform } from '../support/testPlatform.ts'

let platform: TestPlatform
let mailbox: ReturnType<typeof mailboxOf>
/** Those whose emails nobody manages to end. */
let keepers: [number, number]

beforeAll(async () => {
  platform = await startTestPlatform({ MAIL_CHANGES_SECONDS: '0' }, { worker: true })
  mailbox = mailboxOf(platform.payload)
  keepers = [await newUser(), await newUser()]
})
afterAll(() => platform.stop())

const newUser = async () => (await crowd(platform.payload, 1))[0]!.id

const linkOf = (token: string) => `${platform.url}/unsubscribe?token=${encodeURIComponent(token)}`
const link = (userId: number, topic: MailTopic) =>
  linkOf(unsubscribeToken(platform.payload, userId, topic))

/** The topics that somebody still gets emails about. */
async function topicsOf(userId: number): Promise<string[]> {
  const { rows } = await poolOf(platform.payload).query<Record<string, boolean | null>>(
    `SELECT mail_changes AS changes, mail_reminders AS reminders, mail_digest AS digest
     FROM users WHERE id = $1`,
    [userId],
  )
  return mailTopics.filter((topic) => rows[0]![topic] !== false)
}
const without = (ended: MailTopic) => mailTopics.filter((topic) => topic !== ended)

const post = (url: string, init: RequestInit = {}) => fetch(url, { method: 'POST', ...init })

describe.each(mailTopics)('a link that ends emails about %s', (topic) => {
  it('asks first: to open it changes nothing', async () => {
    const userId = await newUser()

    for (const method of ['GET', 'HEAD', 'GET']) {
      const response = await fetch(link(userId, topic), { method })
      const page = await response.text()
      expect(response.status).toBe(200)
      if (method === 'HEAD') continue
      expect(page).toContain(unsubscribeTexts.en.question[topic])
      expect(page).toContain('<form method="post">')
    }

    expect(await topicsOf(userId)).toEqual([...mailTopics])
  })

  it('ends them, and no others, when its button is pressed', async () => {
    const [userId, somebodyElse] = [await newUser(), await newUser()]
    const headers = { 'Content-Type': 'application/x-www-form-urlencoded' }

    const response = await post(link(userId, topic), { headers, body: '' })
    const page = await response.text()

    expect(response.status).toBe(200)
    expect(page).toContain(unsubscribeTexts.en.done[topic])
    expect(page).not.toContain('<form')
    expect(await topicsOf(userId)).toEqual(without(topic))
    expect(await topicsOf(somebodyElse)).toEqual([...mailTopics])
  })
})

describe('the one click of a mail program (RFC 8058)', () => {
  const form = () => {
    const data = new FormData()
    data.set('List-Unsubscribe', 'One-Click')
    return data
  }

  it.each<[string, () => RequestInit['body']]>([
    ['as a form', () => new URLSearchParams({ 'List-Unsubscribe': 'One-Click' })],
    ['as a form of parts', form],
    ['without a body', () => undefined],
  ])('ends the emails %s, and does no harm twice', async (_how, body) => {
    const userId = await newUser()

    for (let click = 0; click < 2; click += 1) {
      const { status } = await post(link(userId, 'reminders'), { body: body() })
      expect([status, await topicsOf(userId)]).toEqual([200, without('reminders')])
    }
  })

  it('needs no session, and is not turned by one to somebody else', async () => {
    const [userId, caller] = [await newUser(), await newUser()]
    const headers = { Authorization: `Bearer ${accessTokenOf(platform.payload, caller)}` }

    await post(link(userId, 'digest'), { headers })

    expect(await topicsOf(userId)).toEqual(without('digest'))
    expect(await topicsOf(caller)).toEqual([...mailTopics])
  })

  it('refuses a body that no mail program sends', async () => {
    const userId = await newUser()

    const { status } = await post(link(userId, 'digest'), {
      body: new URLSearchParams({ filler: 'x'.repeat(5000) }),
    })

    expect([status, await topicsOf(userId)]).toEqual([413, [...mailTopics]])
  })
})

const signed = (use: TokenUse, change: object = {}) => {
  const details = { userId: keepers[0], version: 0, lifetime: 60, topic: 'digest', ...change }
  return tokensOf(platform.payload).sign(use, details)
}

/** The token with other claims, or under another signature. */
function forged(claims: object, key?: string): string {
  const [header, payload, signature] = signed('unsubscribe').split('.')
  const known = JSON.parse(Buffer.from(payload!, 'base64url').toString()) as object
  const changed = Buffer.from(JSON.stringify({ ...known, ...claims })).toString('base64url')
  const mine = key && createHmac('sha256', key).update(`${header}.${changed}`).digest('base64url')
  return [header, changed, mine ?? signature].join('.')
}

describe('a link that is not good', () => {
  it.each<[string, () => string]>([
    ['nothing', () => ''],
    ['garbage', () => 'x'],
    ['markup', () => '"><script>alert(1)</script>'],
    ['one that has expired', () => signed('unsubscribe', { lifetime: -1 })],
    ['one without a topic', () => signed('unsubscribe', { topic: undefined })],
    ['one for emails that everybody gets', () => signed('unsubscribe', { topic: 'welcome' })],
    ["one turned to somebody else's emails", () => forged({ sub: String(keepers[1]) })],
    ['one signed by somebody else', () => forged({}, 'x'.repeat(32))],
    ['an access token', () => signed('access')],
    ['a refresh token', () => signed('refresh')],
    ['a token that confirms an address', () => signed('confirm-email')],
  ])('%s: 400, asked or pressed', async (_what, token) => {
    for (const method of ['GET', 'POST']) {
      const response = await fetch(linkOf(token()), { method })
      const page = await response.text()

      expect(response.status).toBe(400)
      expect(page).toContain(unsubscribeTexts.en.invalid)
      expect(page).not.toMatch(/<form|<script/)
    }
    for (const id of keepers) expect(await topicsOf(id)).toEqual([...mailTopics])
  })

  it('no token, or two of them: 400', async () => {
    const token = encodeURIComponent(signed('unsubscribe'))
    for (const query of ['', `?token=${token}&token=${token}`, `?token[x]=${token}`]) {
      expect((await post(`${platform.url}/unsubscribe${query}`)).status).toBe(400)
    }
  })

  it('of a user who is gone: 400', async () => {
    const userId = await newUser()
    const theirs = link(userId, 'digest')
    await poolOf(platform.payload).query('DELETE FROM users WHERE id = $1', [userId])

    expect((await post(theirs)).status).toBe(400)
  })
})

describe('a token that ends emails', () => {
  it('opens nothing else', async () => {
    const userId = await newUser()
    const token = unsubscribeToken(platform.payload, userId, 'digest')
    const app = appOf(platform.url, token)

    const answers = [
      await app.get('auth/me/'),
      await app.get('/api/users/me'),
      await app.post('auth/refresh/', { refresh: token }),
      await app.post('auth/email/confirm/', { token }),
    ]

    expect(answers.map(({ status }) => status)).toEqual([401, 401, 401, 409])
  })

  it('outlives the password of its user', async () => {
    const { id } = await createUser(platform.payload)
    const theirs = link(id, 'changes')
    await platform.payload.update({
      collection: 'users',
      id,
      data: { password: 'a Rotor that 7urns alone' },
      overrideAccess: true,
    })

    expect((await post(theirs)).status).toBe(200)
    expect(await topicsOf(id)).toEqual(without('changes'))
  })
})

describe('the page', () => {
  it.each([
    ['de-AT,de;q=0.9,en;q=0.5', 'de'],
    ['es-MX', 'es'],
    ['zh-Hans-CN,zh;q=0.8', 'zh'],
    ['fr,es;q=0.3', 'es'],
    ['fr', 'en'],
    ['*', 'en'],
  ] as const)('speaks to who reads %s in %s', async (accepted, language) => {
    const userId = await newUser()
    const headers = { 'Accept-Language': accepted }
    const words = unsubscribeTexts[language]

    const asked = await (await fetch(link(userId, 'changes'), { headers })).text()
    const ended = await (await post(link(userId, 'changes'), { headers })).text()
    const refused = await (await post(linkOf('x'), { headers })).text()

    for (const page of [asked, ended, refused]) {
      expect(page).toContain(`<html lang="${language}">`)
      expect(page).toContain(`<h1>${words.title}</h1>`)
    }
    expect(asked).toContain(words.question.changes)
    expect(asked).toContain(`<button>${words.button}</button>`)
    expect(ended).toContain(words.done.changes)
    expect(refused).toContain(words.invalid)
  })

  it.each([
    ['GET', 'good'],
    ['POST', 'good'],
    ['GET', 'bad'],
    ['POST', 'bad'],
  ])('keeps its link to itself: %s of a %s one', async (method, which) => {
    const url = which === 'good' ? link(await newUser(), 'digest') : linkOf('x')

    const { headers } = await fetch(url, { method })

    expect(headers.get('content-type')).toBe('text/html; charset=utf-8')
    expect(headers.get('referrer-policy')).toBe('no-referrer')
    expect(headers.get('cache-control')).toBe('private, no-store')
    const policy = headers.get('content-security-policy')
    expect(policy).toMatch("default-src 'none'")
    expect(policy).toMatch("form-action 'self'")
    expect(policy).toMatch("frame-ancestors 'none'")
    expect(headers.get('set-cookie')).toBeNull()
  })
})

describe('the emails themselves', () => {
  const move = (id: number, location: string) =>
    platform.payload.update({
      collection: 'events',
      id,
      data: { location },
      overrideAccess: true,
    })

  it('lead to the page, and stop when it is told to', async () => {
    const { payload, url } = platform
    const event = await createEvent(payload)
    const [leaving, staying] = [await createUser(payload), await createUser(payload)]
    for (const { id } of [leaving, staying]) {
      await appOf(url, accessTokenOf(payload, id)).post(`events/${event.id}/register/`)
    }
    await move(event.id, 'Bonn')
    const { headers } = await mailbox.next(leaving.email, 'eventChanged')
    expect(headers['List-Unsubscribe-Post']).toBe('List-Unsubscribe=One-Click')
    const { search } = new URL(/^<(.+)>$/.exec(headers['List-Unsubscribe']!)![1]!)

    const body = new URLSearchParams({ 'List-Unsubscribe': 'One-Click' })
    expect((await post(`${url}/unsubscribe${search}`, { body })).status).toBe(200)
    await move(event.id, 'Kiel')
    await mailbox.next(staying.email, 'eventChanged', 2)
    await mailbox.untilQuiet()

    expect(mailbox.to(leaving.email, 'eventChanged')).toHaveLength(1)
  })

  it('that somebody has to get have no such link', async () => {
    const { email } = await createUser(platform.payload)

    const { headers } = await mailbox.next(email, 'welcome')

    expect(Object.keys(headers)).toEqual(['Auto-Submitted'])
  })
})
