import { afterAll, beforeAll, expect, it } from '@jest/globals'

import { oldStoredPassword, password, crowd } from '../factories/users.ts'
import { appOf, clientOf } from '../support/client.ts'
import { poolOf } from '../support/pool.ts'
import { signInSurfaces } from '../support/signInSurfaces.ts'
import { startTestPlatform, type TestPlatform } from '../support/testPlatform.ts'

let platform: TestPlatform

beforeAll(async () => {
  platform = await startTestPlatform({
    PASSWORD_THREADS: '1',
    SIGN_INS_WAITING: '2',
    TRUSTED_PROXIES: 'loopback',
  })
})

afterAll(() => platform.stop())

const from = (address: string) => clientOf(platform.url, undefined, { 'X-Forwarded-For': address })

/** Accounts whose passwords take long to check, because they are stored in the old form. */
async function slowAccounts(size: number): Promise<string[]> {
  const ids = (await crowd(platform.payload, size)).map(({ id }) => id)
  const { rows } = await poolOf(platform.payload).query<{ username: string }>(
    'UPDATE users SET hash = $1, salt = $2 WHERE id = ANY($3) RETURNING username',
    [oldStoredPassword.hash, oldStoredPassword.salt, ids],
  )
  return rows.map(({ username }) => username)
}

const path = '/api/users/login'

const surfaces = signInSurfaces.filter(([name]) =>
  ['v1', 'REST, username', 'GraphQL, username'].includes(name),
)

it.each(surfaces)('%s: 503 with Retry-After for what is too much', async (name, signIn) => {
  const usernames = await slowAccounts(12)
  const app = appOf(platform.url)

  const answers = await Promise.all(usernames.map((username) => signIn(app, username, password)))

  const refused = answers.filter(({ status }) => status !== 200)
  expect(refused.length).toBeGreaterThan(0)
  expect(refused.length).toBeLessThan(12)
  for (const { status, headers, body } of refused) {
    expect(status).toBe(503)
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(0)
    const message = expect.stringMatching(/^Too many people sign in at this moment/)
    if (name === 'v1') expect(body).toEqual({ detail: message })
    else expect(body.errors[0]).toMatchObject({ message })
  }
  const { status } = await signIn(app, usernames[0]!, password)
  expect(status).toBe(200)
})

it('a flood from one address keeps nobody else out', async () => {
  const flood = (await slowAccounts(12)).map((username) =>
    from('203.0.113.7').post(path, { username, password }),
  )
  const [other] = await slowAccounts(1)

  const answer = await from('203.0.113.8').post(path, { username: other, password })

  expect(answer.status).toBe(200)
  expect((await Promise.all(flood)).some(({ status }) => status === 503)).toBe(true)
})

it('new passwords do not wait for sign-ins', async () => {
  const flood = (await slowAccounts(12)).map((username) =>
    from('203.0.113.7').post(path, { username, password }),
  )

  const answer = await appOf(platform.url).post('auth/register/', {
    username: 'newcomer',
    email: 'newcomer@example.com',
    password,
    password_confirm: password,
  })

  expect(answer.status).toBe(201)
  await Promise.all(flood)
})
