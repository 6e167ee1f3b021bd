import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import jwt from 'jsonwebtoken'

import { createUser, password } from '../factories/users.ts'
import { refresh, signedInAccount } from '../support/callers.ts'
import { appOf, type Client } from '../support/client.ts'
import { poolOf } from '../support/pool.ts'
import {
  badToken,
  blank,
  expectInvalid,
  expectRefusal,
  missing,
  unauthenticated,
} from '../support/expectations.ts'
import { startTestPlatform, type TestPlatform } from '../support/testPlatform.ts'

let platform: TestPlatform
let app: Client

beforeAll(async () => {
  platform = await startTestPlatform()
  app = appOf(platform.url)
})

afterAll(() => platform.stop())

let made = 0
const newAccount = (change: object = {}) => {
  const username = `newcomer${(made += 1)}`
  return {
    username,
    email: `${username}@example.com`,
    password,
    password_confirm: password,
    ...change,
  }
}

const register = (change?: object) => app.post('auth/register/', newAccount(change))
const login = (username: string, given = password) =>
  app.post('auth/login/', { username, password: given })

const wrongCredentials = { detail: 'No active account found with the given credentials' }
const pair = { access: expect.any(String), refresh: expect.any(String) }

describe('POST auth/register/', () => {
  it('201: id, username, email', async () => {
    const account = newAccount()

    const { status, body } = await app.post('auth/register/', account)

    expect(status).toBe(201)
    expect(body).toEqual({
      id: expect.any(Number),
      username: account.username,
      email: account.email,
    })
    expect((await login(account.username)).status).toBe(200)
  })

  it('makes an attendee, whatever else is sent', async () => {
    const account = newAccount({
      role: 'admin',
      suspended: true,
      id: 7,
      emailConfirmedAt: '2001-01-01T00:00:00Z',
    })

    const { body } = await app.post('auth/register/', account)

    const { rows } = await poolOf(platform.payload).query(
      'SELECT role, suspended, email_confirmed_at FROM users WHERE id = $1',
      [body.id],
    )
    expect(rows).toEqual([{ role: 'attendee', suspended: false, email_confirmed_at: null }])
  })

  it('nothing at all: each field is required', async () => {
    expectInvalid(await app.post('auth/register/'), {
      username: missing,
      email: missing,
      password: missing,
      password_confirm: missing,
    })
  })

  it.each([
    [{ username: '' }, { username: expect.arrayContaining(blank) }],
    [{ username: 'has spaces' }, { username: [expect.stringContaining('valid username')] }],
    [{ username: 'x'.repeat(151) }, { username: [expect.stringContaining('no more than 150')] }],
    [{ username: 7 }, { username: ['Not a valid string.'] }],
    [{ username: 'some@body.else' }, { username: [expect.stringContaining('your own email')] }],
    [{ email: '' }, { email: expect.arrayContaining(blank) }],
    [{ email: 'nobody' }, { email: ['Enter a valid email address.'] }],
    [{ email: 'a@b.invalid' }, { email: [expect.any(String)] }],
    [{ password_confirm: 'another' }, { password_confirm: ['Password fields did not match.'] }],
    [{ password: null }, { password: ['This field may not be null.'] }],
  ])('%j is 400', async (change, details) => {
    expectInvalid(await register(change), details)
  })

  it.each(['username', 'email'] as const)(
    'a %s that is taken is 400, in any case',
    async (field) => {
      const { body } = await register()

      for (const taken of [body[field], body[field].toUpperCase()]) {
        expectInvalid(await register({ [field]: taken }), { [field]: [expect.any(String)] })
      }
    },
  )

  it('of two at once with the same name one is registered', async () => {
    const account = newAccount()

    const answers = await Promise.all([1, 2, 3].map(() => app.post('auth/register/', account)))

    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 400, 400])
  })
})

describe('POST auth/login/', () => {
  it('200: access and refresh', async () => {
    const user = await signedInAccount(platform)

    const { status, body } = await login(user.username)

    expect([status, body]).toEqual([200, pair])
    const [access, refreshing] = [body.access, body.refresh].map((token: string) =>
      jwt.decode(token, { complete: true }),
    ) as { header: jwt.JwtHeader; payload: jwt.JwtPayload }[]
    expect([access!.header.alg, refreshing!.header.alg]).toEqual(['HS256', 'HS256'])
    expect(access!.payload.exp! - access!.payload.iat!).toBe(60 * 60)
    expect(refreshing!.payload.exp! - refreshing!.payload.iat!).toBe(24 * 60 * 60)
  })

  it.each<[string, (user: { username: string; email: string }) => string]>([
    ['the username', ({ username }) => username],
    ['the username in capitals', ({ username }) => username.toUpperCase()],
    ['the email', ({ email }) => email],
    ['the email in capitals', ({ email }) => email.toUpperCase()],
    ['the email with spaces around it', ({ email }) => ` ${email} `],
  ])('takes %s', async (_name, identifierOf) => {
    const user = await signedInAccount(platform)

    expect((await login(identifierOf(user))).status).toBe(200)
  })

  it.each<[string, () => Promise<[string, string]>]>([
    ['an unknown user', () => Promise.resolve(['nobody', password])],
    ['a wrong password', async () => [(await signedInAccount(platform)).username, 'wrong']],
    [
      'the right password in capitals',
      async () => [(await signedInAccount(platform)).username, password.toUpperCase()],
    ],
    [
      'a suspended user',
      async () => [
        (await createUser(platform.payload, 'attendee', { suspended: true })).username,
        password,
      ],
    ],
    [
      'an account without a password',
      async () => {
        const { id, username } = await signedInAccount(platform)
        const pool = poolOf(platform.payload)
        await pool.query('UPDATE users SET hash = NULL, salt = NULL WHERE id = $1', [id])
        return [username, password]
      },
    ],
    [
      'a deleted user',
      async () => {
        const { id, username } = await signedInAccount(platform)
        await poolOf(platform.payload).query('DELETE FROM users WHERE id = $1', [id])
        return [username, password]
      },
    ],
  ])('%s: the same 401', async (_name, credentials) => {
    const answer = await login(...(await credentials()))

    expectRefusal(answer, 401, wrongCredentials)
    expect(answer.headers.get('www-authenticate')).toBe('Bearer')
  })

  it('nothing at all: each field is required', async () => {
    expectInvalid(await app.post('auth/login/', {}), { username: missing, password: missing })
  })

  it('a bad token beside it does not matter', async () => {
    const { username } = await signedInAccount(platform)
    const headers = { Authorization: 'Bearer expired' }

    const answer = await app.post('auth/login/', { username, password }, { headers })

    expect(answer.status).toBe(200)
  })
})

describe('POST auth/refresh/', () => {
  it('200: access and refresh, both new', async () => {
    const first = await signedInAccount(platform)

    const { status, body } = await refresh(app, first.refresh)

    expect([status, body]).toEqual([200, pair])
    expect(body.refresh).not.toBe(first.refresh)
    expect(body.access).not.toBe(first.access)
    expect((await appOf(platform.url, body.access).get('auth/me/')).body.id).toBe(first.id)
    expect((await refresh(app, body.refresh)).status).toBe(200)
  })

  it('a token that is none, or of another kind: 401', async () => {
    const { access } = await signedInAccount(platform)

    for (const token of ['x', 'a.b.c', access]) {
      expectRefusal(await refresh(app, token), 401, badToken)
    }
  })

  it('no token: 400', async () => {
    expectInvalid(await app.post('auth/refresh/', {}), { refresh: missing })
  })
})

describe('POST auth/logout/', () => {
  it('204: the refresh token and its family are dead', async () => {
    const first = await signedInAccount(platform)
    const { body: second } = await refresh(app, first.refresh)

    const answer = await app.post('auth/logout/', { refresh: second.refresh })

    expect([answer.status, answer.body]).toEqual([204, ''])
    expectRefusal(await refresh(app, second.refresh), 401, badToken)
    expect((await app.post('auth/logout/', { refresh: second.refresh })).status).toBe(204)
  })

  it('with an earlier token of the family too', async () => {
    const first = await signedInAccount(platform)
    const { body: second } = await refresh(app, first.refresh)

    await app.post('auth/logout/', { refresh: first.refresh })

    expectRefusal(await refresh(app, second.refresh), 401, badToken)
  })

  it("the user's other sign-ins go on", async () => {
    const first = await signedInAccount(platform)
    const { body: other } = await login(first.username)

    await app.post('auth/logout/', { refresh: first.refresh })

    expect((await refresh(app, other.refresh)).status).toBe(200)
  })

  it('a token that is none: 401', async () => {
    expectRefusal(await app.post('auth/logout/', { refresh: 'x' }), 401, badToken)
  })
})

describe('GET auth/me/', () => {
  it('200, the caller', async () => {
    const { id, username, email, app: signedIn } = await signedInAccount(platform)

    const { status, body } = await signedIn.get('auth/me/')

    expect(status).toBe(200)
    expect(body).toEqual({
      id,
      username,
      email,
      display_name: null,
      role: 'attendee',
      timezone: 'UTC',
    })
  })

  it('anyone else: 401', async () => {
    expectRefusal(await app.get('auth/me/'), 401, unauthenticated)
  })
})
