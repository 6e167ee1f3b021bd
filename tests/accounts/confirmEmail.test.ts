import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals'

import { password } from '../factories/users.ts'
import { signedInAccount } from '../support/callers.ts'
import { appOf, type Client } from '../support/client.ts'
import { poolOf } from '../support/pool.ts'
import { expectInvalid, expectRefusal, missing, unauthenticated } from '../support/expectations.ts'
import { mailboxOf } from '../support/mailbox.ts'
import { startTestPlatform, type TestPlatform } from '../support/testPlatform.ts'
import { tokensOf } from '../../src/features/accounts/tokens.ts'

let platform: TestPlatform
let anyone: Client
let mailbox: ReturnType<typeof mailboxOf>

beforeAll(async () => {
  platform = await startTestPlatform({ PORT: '3456' }, { worker: true })
  mailbox = mailboxOf(platform.payload)
  anyone = appOf(platform.url)
})

afterEach(() => {
  delete process.env.EMAIL_CONFIRM_URL
})
afterAll(() => platform.stop())

let made = 0
const register = async () => {
  const username = `newcomer${(made += 1)}`
  const email = `${username}@example.com`
  const account = { username, email, password, password_confirm: password }
  const { status, body } = await anyone.post('auth/register/', account)
  return { id: body.id as number, email, status }
}

const confirm = (token: string) => anyone.post('auth/email/confirm/', { token })

const confirmedAt = async (id: number) => {
  const { rows } = await poolOf(platform.payload).query<{ at: Date | null }>(
    'SELECT email_confirmed_at AS at FROM users WHERE id = $1',
    [id],
  )
  return rows[0]!.at
}

const invalid = {
  detail: 'This link is not valid any more. Ask for a new one.',
  code: 'invalid_token',
}

describe('the mail to whoever registers', () => {
  it('has a link to the page that asks for a click', async () => {
    const { email } = await register()

    const { link, token } = await mailbox.next(email, 'welcome')

    expect(link).toBe(`http://localhost:3456/confirm-email?token=${token}`)
  })

  it('leads to a page of EMAIL_CONFIRM_URL when there is one', async () => {
    process.env.EMAIL_CONFIRM_URL = 'https://app.example/hello?token={token}'

    const { email } = await register()

    const { link, token } = await mailbox.next(email, 'welcome')
    expect(link).toBe(`https://app.example/hello?token=${token}`)
  })

  it('is no reason to refuse anybody when it cannot be sent, and comes when it can', async () => {
    const { payload } = platform
    const { sendEmail } = payload
    const away = new Promise<void>((tried) => {
      payload.sendEmail = () => {
        tried()
        return Promise.reject(new Error('The mail server is away'))
      }
    })

    const { email, status } = await register()
    await away
    payload.sendEmail = sendEmail

    expect(status).toBe(201)
    expect((await mailbox.next(email, 'welcome')).token).not.toBe('')
  })
})

describe('POST auth/email/confirm/', () => {
  it('204: the address is confirmed, once and for all', async () => {
    const { id, email } = await register()
    const { token } = await mailbox.next(email, 'welcome')
    expect(await confirmedAt(id)).toBeNull()

    const { status, body } = await confirm(token)

    expect([status, body]).toEqual([204, ''])
    const at = await confirmedAt(id)
    expect(at).toBeInstanceOf(Date)
    expect((await confirm(token)).status).toBe(204)
    expect(await confirmedAt(id)).toEqual(at)
  })

  it('a link dies when the address is changed, and the new one gets its own', async () => {
    const { id, email } = await register()
    const { token } = await mailbox.next(email, 'welcome')
    await platform.payload.update({
      collection: 'users',
      id,
      data: { email: `moved-${email}` },
      overrideAccess: true,
    })

    expectRefusal(await confirm(token), 409, invalid)
    expect(await confirmedAt(id)).toBeNull()
    const { token: other } = await mailbox.next(`moved-${email}`, 'confirmEmail')
    expect((await confirm(other)).status).toBe(204)
    expect(await confirmedAt(id)).toBeInstanceOf(Date)
  })

  it('a new address is not confirmed because the old one was', async () => {
    const { id, email } = await register()
    await confirm((await mailbox.next(email, 'welcome')).token)

    await platform.payload.update({
      collection: 'users',
      id,
      data: { email: `moved-${email}` },
      overrideAccess: true,
    })

    expect(await confirmedAt(id)).toBeNull()
  })

  it('a link dies with the user', async () => {
    const { id, email } = await register()
    const { token } = await mailbox.next(email, 'welcome')
    await poolOf(platform.payload).query('DELETE FROM users WHERE id = $1', [id])

    expectRefusal(await confirm(token), 409, invalid)
  })

  const signed = (use: 'access' | 'refresh' | 'confirm-email', change: object = {}) => {
    const details = { userId: 1, version: 0, lifetime: 60, email: 'a@b.example', ...change }
    return tokensOf(platform.payload).sign(use, details)
  }

  it.each<[string, () => string]>([
    ['garbage', () => 'x'],
    ['an access token', () => signed('access')],
    ['a refresh token', () => signed('refresh')],
    ['a link that has expired', () => signed('confirm-email', { lifetime: -1 })],
    ['a link without an address', () => signed('confirm-email', { email: undefined })],
    ["a link for somebody else's address", () => signed('confirm-email')],
  ])('%s: 409', async (_name, token) => {
    expectRefusal(await confirm(token()), 409, invalid)
  })

  it('nothing: 400', async () => {
    expectInvalid(await anyone.post('auth/email/confirm/', {}), { token: missing })
  })
})

describe('POST auth/email/send/', () => {
  it('signed in: 202, and the mail comes again', async () => {
    const { id, email, app } = await signedInAccount(platform)

    const { status } = await app.post('auth/email/send/')

    expect(status).toBe(202)
    await confirm((await mailbox.next(email, 'confirmEmail')).token)
    expect(await confirmedAt(id)).toBeInstanceOf(Date)
  })

  it('anyone else: 401', async () => {
    expectRefusal(await anyone.post('auth/email/send/'), 401, unauthenticated)
  })

  it('429 after five an hour', async () => {
    const { app } = await signedInAccount(platform)
    for (let asked = 0; asked < 5; asked += 1) await app.post('auth/email/send/')

    const { status, headers } = await app.post('auth/email/send/')

    expect([status, headers.get('ratelimit-policy')]).toEqual([429, '"mail";q=5;w=3600'])
  })
})

describe('GET /confirm-email', () => {
  it('confirms with its form, which needs no script, and in the language of the browser', async () => {
    const { id, email } = await register()
    const { link } = await mailbox.next(email, 'welcome')
    const page = new URL(link.replace('http://localhost:3456', platform.url))
    const headers = { 'Accept-Language': 'de' }
    expect(await (await fetch(page, { headers })).text()).toContain('Ja, bestätigen')
    expect(await confirmedAt(id)).toBeNull()

    const sent = await fetch(page, { headers, method: 'POST' })
    expect([sent.status, await sent.text()]).toEqual([
      200,
      expect.stringContaining('Deine Adresse ist bestätigt.'),
    ])
    expect(await confirmedAt(id)).not.toBeNull()
    page.searchParams.set('token', 'forged')
    expect((await fetch(page, { method: 'POST' })).status).toBe(400)
  })

  it('is a page that keeps the secret to itself', async () => {
    const response = await fetch(`${platform.url}/confirm-email`)
    const { status, headers } = response
    const body = await response.text()

    expect(status).toBe(200)
    expect(headers.get('content-type')).toMatch('text/html')
    expect(headers.get('referrer-policy')).toBe('no-referrer')
    expect(headers.get('content-security-policy')).toMatch("default-src 'none'")
    expect(body).toMatch('<button')
  })
})
