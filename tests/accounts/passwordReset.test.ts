import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals'

import { password } from '../factories/users.ts'
import { type Account, signedInAccount } from '../support/callers.ts'
import { appOf, type Client } from '../support/client.ts'
import { poolOf } from '../support/pool.ts'
import { send } from '../support/rawHttp.ts'
import { expectInvalid, expectRefusal, missing } from '../support/expectations.ts'
import { mailboxOf } from '../support/mailbox.ts'
import { startTestPlatform, type TestPlatform } from '../support/testPlatform.ts'

let platform: TestPlatform
let anyone: Client
let mailbox: ReturnType<typeof mailboxOf>

beforeAll(async () => {
  platform = await startTestPlatform({ PORT: '3456' }, { worker: true })
  mailbox = mailboxOf(platform.payload)
  anyone = appOf(platform.url)
})

afterEach(() => {
  delete process.env.PUBLIC_URL
  delete process.env.PASSWORD_RESET_URL
  delete process.env.PUBLIC_APP_URL
  delete process.env.PUBLIC_PAGES
})

afterAll(() => platform.stop())

const another = 'a Rotor that 7urns alone'
const invalid = {
  detail: 'This link is not valid any more. Ask for a new one.',
  code: 'invalid_token',
}

const forgot = (email: string) => anyone.post('auth/password/forgot/', { email })
const reset = (token: string, given = another) =>
  anyone.post('auth/password/reset/', { token, password: given, password_confirm: given })
const login = async ({ username }: Account, given: string) =>
  (await anyone.post('auth/login/', { username, password: given })).status

async function mailedTo({ email }: Account, number = 1) {
  await forgot(email)
  return mailbox.next(email, 'setPassword', number)
}

describe('POST auth/password/forgot/', () => {
  it('202, and a mail with a link', async () => {
    const account = await signedInAccount(platform)

    const { status, body } = await forgot(` ${account.email.toUpperCase()}`)

    expect([status, body]).toEqual([202, ''])
    const { link, token } = await mailbox.next(account.email, 'setPassword')
    expect(link).toBe(`http://localhost:3456/reset-password?token=${token}`)
    expect(token).toMatch(/^[0-9a-f]{40}$/)
  })

  it('answers alike for an address that nobody has, and sends nothing', async () => {
    const { status, body } = await forgot('nobody@example.com')

    expect([status, body]).toEqual([202, ''])
    await mailedTo(await signedInAccount(platform))
    expect(mailbox.to('nobody@example.com', 'setPassword')).toEqual([])
  })

  it.each<[string, Record<string, string>, RegExp]>([
    [
      'at PUBLIC_URL',
      { PUBLIC_URL: 'https://events.example' },
      /^https:\/\/events\.example\/reset-password\?token=[0-9a-f]{40}$/,
    ],
    [
      'in the panel, when attendees have an app',
      { PUBLIC_APP_URL: 'https://app.example' },
      /\/admin\/reset\/[0-9a-f]{40}$/,
    ],
    [
      'in the panel, without public pages',
      { PUBLIC_PAGES: 'off' },
      /\/admin\/reset\/[0-9a-f]{40}$/,
    ],
    [
      'at a page of PASSWORD_RESET_URL',
      { PASSWORD_RESET_URL: 'https://app.example/new-password?t={token}' },
      /^https:\/\/app\.example\/new-password\?t=[0-9a-f]{40}$/,
    ],
    [
      'in an app of PASSWORD_RESET_URL',
      { PASSWORD_RESET_URL: 'app://reset/{token}' },
      /^app:\/\/reset\/[0-9a-f]{40}$/,
    ],
  ])('the link is %s', async (_name, env, expected) => {
    Object.assign(process.env, env)

    expect((await mailedTo(await signedInAccount(platform))).link).toMatch(expected)
  })

  it.each(['/api/v1/auth/password/forgot/', '/api/users/forgot-password'])(
    '%s: the Host header has no say in the link',
    async (path) => {
      const { email } = await signedInAccount(platform)

      await send(platform.url, path, {
        method: 'POST',
        headers: { Host: 'evil.example', 'Content-Type': 'application/json' },
        body: JSON.stringify({ email }),
      })

      expect((await mailbox.next(email, 'setPassword')).link).toMatch(/^http:\/\/localhost:3456\//)
    },
  )

  it('nothing, or what is no address: 400', async () => {
    expectInvalid(await anyone.post('auth/password/forgot/', {}), { email: missing })
    expectInvalid(await forgot('x'), { email: ['Enter a valid email address.'] })
  })

  it('sends an address five links an hour, and no more', async () => {
    const account = await signedInAccount(platform)
    for (let asked = 0; asked < 7; asked += 1) {
      expect((await forgot(account.email)).status).toBe(202)
    }
    await mailedTo(await signedInAccount(platform))

    await mailbox.untilQuiet()
    expect(mailbox.to(account.email, 'setPassword')).toHaveLength(5)
  })
})

describe('who asks for a link', () => {
  const graphql = `mutation ($email: String, $username: String) {
    forgotPasswordUser(email: $email, username: $username) }`
  type Name = Partial<Pick<Account, 'email' | 'username'>>
  const surfaces: [string, (name: Name) => Promise<{ status: number; body: unknown }>][] = [
    ['v1', ({ email }) => anyone.post('auth/password/forgot/', { email })],
    ['REST', (name) => anyone.post('/api/users/forgot-password', name)],
    ['GraphQL', (name) => anyone.graphql(graphql, name)],
  ]

  it.each(surfaces)('%s: gets an answer for which no account is looked up', async (_name, ask) => {
    const { email } = await signedInAccount(platform)
    const other = await poolOf(platform.payload).connect()
    try {
      await other.query('BEGIN')
      await other.query('LOCK TABLE users IN ACCESS EXCLUSIVE MODE')

      const [known, unknown] = [
        await ask({ email }),
        await ask({ email: 'nobody@nowhere.example' }),
      ]

      expect([known.status, known.body]).toEqual([unknown.status, unknown.body])
      expect(known.status).toBeLessThan(300)
    } finally {
      await other.query('ROLLBACK')
      other.release()
    }
    await mailbox.next(email, 'setPassword')
  })

  it('gets five an hour for an account, by all of its names together', async () => {
    const account = await signedInAccount(platform)
    const { email, username } = account
    const names: Name[] = [{ email }, { username }, { email: `${email.toUpperCase()} ` }]
    const rest = surfaces[1]![1]
    for (const name of names) {
      for (let asked = 0; asked < 3; asked += 1) await rest(name)
    }
    for (let asked = 0; asked < 3; asked += 1) await forgot(email)
    // Those before it are done by then.
    await mailedTo(await signedInAccount(platform))

    await mailbox.untilQuiet()
    expect(mailbox.to(email, 'setPassword')).toHaveLength(5)
    expect((await account.app.post('auth/email/send/')).status).toBe(429)
  })

  it('gets the same answers after five for a name that nobody has', async () => {
    const { email, username } = await signedInAccount(platform)
    const statusesOf = async (one: Name, other: Name) => {
      const statuses = []
      for (let asked = 0; asked < 6; asked += 1) statuses.push((await surfaces[1]![1](one)).status)
      for (let asked = 0; asked < 6; asked += 1)
        statuses.push((await surfaces[1]![1](other)).status)
      return statuses
    }

    const known = await statusesOf({ email }, { username })

    expect(await statusesOf({ email: `no.${email}` }, { username: `no.${username}` })).toEqual(
      known,
    )
    expect(known.filter((status) => status === 429)).toHaveLength(2)
  })

  it('is told that a name is missing', async () => {
    expect((await anyone.post('/api/users/forgot-password', {})).status).toBe(400)
    expect((await anyone.post('/api/users/forgot-password', { email: 5 })).status).toBe(400)
  })
})

describe("Payload's own way to a link", () => {
  const ask = (email: string) => anyone.post('/api/users/forgot-password', { email })

  it('sends the same mail, and answers alike for an address that nobody has', async () => {
    const { email } = await signedInAccount(platform)

    const [known, unknown] = [await ask(email), await ask('nobody.either@example.com')]

    expect([known.status, unknown.status]).toEqual([200, 200])
    expect(unknown.body).toEqual(known.body)
    expect((await mailbox.next(email, 'setPassword')).link).toMatch(/\/reset-password\?token=/)
    expect(mailbox.to('nobody.either@example.com', 'setPassword')).toEqual([])
  })

  it.each(['somebody', 'nobody'])('429 after five an hour, for %s', async (who) => {
    const account = await signedInAccount(platform)
    const email = who === 'somebody' ? account.email : 'flooded@example.com'
    for (let asked = 0; asked < 5; asked += 1) expect((await ask(email)).status).toBe(200)

    const { status, headers } = await ask(email)

    expect(status).toBe(429)
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(3500)
    expect(headers.get('ratelimit-policy')).toBe('"mail";q=5;w=3600')
  })

  it('a hundred at once do not stop the server', async () => {
    const answers = await Promise.all(
      Array.from({ length: 100 }, (_, number) => ask(`crowd${number}@example.com`)),
    )

    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]))
  })
})

describe('POST auth/password/reset/', () => {
  it('204: the new password signs in, the old one does not', async () => {
    const account = await signedInAccount(platform)
    const { token } = await mailedTo(account)

    const { status, body } = await reset(token)

    expect([status, body]).toEqual([204, ''])
    expect([await login(account, another), await login(account, password)]).toEqual([200, 401])
  })

  it('a token works once', async () => {
    const { token } = await mailedTo(await signedInAccount(platform))
    await reset(token)

    expectRefusal(await reset(token, `${another}!`), 409, invalid)
  })

  it('of two at once one is done', async () => {
    const { token } = await mailedTo(await signedInAccount(platform))

    const answers = await Promise.all([1, 2, 3].map((n) => reset(token, `${another} ${n}`)))

    expect(answers.map(({ status }) => status).toSorted()).toEqual([204, 409, 409])
  })

  it('a newer link makes the older one worthless', async () => {
    const account = await signedInAccount(platform)
    const { token: older } = await mailedTo(account)
    const { token: newer } = await mailedTo(account, 2)

    expectRefusal(await reset(older), 409, invalid)
    expect((await reset(newer)).status).toBe(204)
  })

  it('a link works for an hour', async () => {
    const account = await signedInAccount(platform)
    const { token } = await mailedTo(account)
    await poolOf(platform.payload).query(
      `UPDATE users SET reset_password_expiration = reset_password_expiration - interval '1 hour'
       WHERE id = $1`,
      [account.id],
    )

    expectRefusal(await reset(token), 409, invalid)
  })

  it('a suspended user gets no way back in', async () => {
    const account = await signedInAccount(platform)
    const { token } = await mailedTo(account)
    await poolOf(platform.payload).query('UPDATE users SET suspended = true WHERE id = $1', [
      account.id,
    ])

    expectRefusal(await reset(token), 409, invalid)
  })

  it.each(['x', '0'.repeat(40), "' OR true --", '%'])('the token %j: 409', async (token) => {
    expectRefusal(await reset(token), 409, invalid)
  })

  it('passwords that differ: 400, and the link still works', async () => {
    const { token } = await mailedTo(await signedInAccount(platform))

    expectInvalid(
      await anyone.post('auth/password/reset/', {
        token,
        password: another,
        password_confirm: `${another}!`,
      }),
      { password_confirm: ['Password fields did not match.'] },
    )
    expect((await reset(token)).status).toBe(204)
  })

  it('nothing at all: each field is required', async () => {
    expectInvalid(await anyone.post('auth/password/reset/', {}), {
      token: missing,
      password: missing,
      password_confirm: missing,
    })
  })
})
