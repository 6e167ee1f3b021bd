import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'

import { password } from '../factories/users.ts'
import { type Account, signedInAccount } from '../support/callers.ts'
import { type ApiResponse, appOf, type Client } from '../support/client.ts'
import { poolOf } from '../support/pool.ts'
import { startTestPlatform, type TestPlatform } from '../support/testPlatform.ts'

let platform: TestPlatform
let app: Client
let account: Account

beforeAll(async () => {
  platform = await startTestPlatform()
  app = appOf(platform.url)
})

afterAll(() => platform.stop())

const query = (text: string, values: unknown[] = []) => poolOf(platform.payload).query(text, values)

beforeEach(async () => {
  await query('DELETE FROM sign_in_failures')
  account = await signedInAccount(platform)
})

/** As if that many attempts had failed, counted under the key. */
const fail = (key: string, points: number, seconds = 600) =>
  query('INSERT INTO sign_in_failures (key, points, expire) VALUES ($1, $2, $3)', [
    key,
    points,
    Date.now() + seconds * 1000,
  ])

const here = '127.0.0.1'

const graphql = async (given: string, username = account.username): Promise<ApiResponse> => {
  const answer = await app.post('/api/graphql', {
    query: `mutation ($username: String!, $password: String!) {
      loginUser(email: "", username: $username, password: $password) { token } }`,
    variables: { username, password: given },
  })
  const refusal = answer.body.errors?.[0]
  return refusal ? { ...answer, status: refusal.extensions.statusCode } : answer
}

type SignIn = (given: string, username?: string) => Promise<ApiResponse>

const surfaces: [string, SignIn][] = [
  [
    'POST auth/login/',
    (given, username = account.username) => app.post('auth/login/', { username, password: given }),
  ],
  [
    'POST /api/users/login',
    (given, username = account.username) =>
      app.post('/api/users/login', { username, password: given }),
  ],
  [
    'POST /api/users/login by email',
    (given, username = account.username) =>
      app.post('/api/users/login', {
        email: username === account.username ? account.email : username,
        password: given,
      }),
  ],
  ['GraphQL loginUser', graphql],
]

describe.each(surfaces)('%s', (_surface, signIn) => {
  it('lets the right password in, and forgets the failures before it', async () => {
    await fail(`pair:${account.username}|${here}`, 4)
    await fail(`pair:${account.email}|${here}`, 4)

    const answer = await signIn(password)

    expect([answer.status, answer.body.errors]).toEqual([200, undefined])
    const { rows } = await query(`SELECT key FROM sign_in_failures WHERE key LIKE 'pair:%'`)
    expect(rows).toHaveLength(1)
  })

  it('stops guessing one password after five failures, even when the next is right', async () => {
    await fail(`pair:${account.username}|${here}`, 4)
    await fail(`pair:${account.email}|${here}`, 4)

    expect((await signIn('the fifth guess')).status).toBe(401)
    const stopped = await signIn(password)

    expect(stopped.status).toBe(429)
    const seconds = Number(stopped.headers.get('retry-after'))
    expect(seconds).toBeGreaterThan(500)
    expect(seconds).toBeLessThanOrEqual(600)
    expect(stopped.headers.get('ratelimit')).toBe(`"sign-in";r=0;t=${seconds}`)
    expect(stopped.headers.get('ratelimit-policy')).toBe('"sign-in";q=5;w=900')
  })

  it('answers alike whether there is such a user or not, and counts both', async () => {
    const [known, unknown] = [await signIn('guess'), await signIn('guess', 'nobody')]

    expect([known.status, unknown.status]).toEqual([401, 401])
    expect(unknown.body).toEqual(known.body)
    const { rows } = await query(
      `SELECT points FROM sign_in_failures WHERE key LIKE 'pair:%' OR key LIKE 'account:%'`,
    )
    expect(rows).toEqual(Array.from({ length: 4 }, () => ({ points: 1 })))
  })
})

describe('the answer in v1', () => {
  it('429 with the fields of the contract', async () => {
    await fail(`pair:${account.username}|${here}`, 5)

    const { status, headers, body } = await surfaces[0]![1](password)

    expect(status).toBe(429)
    const minutes = Math.ceil(Number(headers.get('retry-after')) / 60)
    expect(body).toEqual({ detail: `Too many attempts. Try again in ${minutes} minutes.` })
  })
})

describe('the bounds', () => {
  const signIn: SignIn = surfaces[0]![1]

  it('five failures within a quarter of an hour', async () => {
    const statuses = []
    for (let guess = 0; guess < 6; guess += 1) statuses.push((await signIn('guess')).status)

    expect(statuses).toEqual([401, 401, 401, 401, 401, 429])
  })

  it('a guess in capitals, or with spaces, is a guess at the same account', async () => {
    await fail(`pair:${account.username}|${here}`, 5)

    expect((await signIn(password, ` ${account.username.toUpperCase()} `)).status).toBe(429)
  })

  it("another address is not stopped by an address's guesses", async () => {
    await fail(`pair:${account.username}|203.0.113.7`, 1000)

    expect((await signIn(password)).status).toBe(200)
  })

  it("another account is not stopped by an account's guesses from the same address", async () => {
    await fail(`pair:somebody else|${here}`, 1000)

    expect((await signIn(password)).status).toBe(200)
  })

  it('an address is stopped after a hundred failures, whatever the account', async () => {
    await fail(`address:${here}`, 99)
    expect((await signIn('guess')).status).toBe(401)

    const stopped = await signIn(password)

    expect(stopped.status).toBe(429)
    expect(stopped.headers.get('ratelimit-policy')).toBe('"sign-in";q=100;w=900')
  })

  it('an account is stopped after fifty failures from anywhere, for less than a minute', async () => {
    await fail(`account:${account.username}`, 49, 60)
    expect((await signIn('guess')).status).toBe(401)

    const stopped = await signIn(password)

    expect(stopped.status).toBe(429)
    expect(Number(stopped.headers.get('retry-after'))).toBeLessThanOrEqual(60)
  })

  it('what is stopped is not counted: it ends when it says', async () => {
    await fail(`account:${account.username}`, 50, 60)
    for (let attempt = 0; attempt < 3; attempt += 1) await signIn('guess')

    const { rows } = await query('SELECT points FROM sign_in_failures WHERE key = $1', [
      `account:${account.username}`,
    ])
    expect(rows).toEqual([{ points: 50 }])
  })

  it('the failures of long ago do not count', async () => {
    await fail(`pair:${account.username}|${here}`, 1000, -1)
    await fail(`account:${account.username}`, 1000, -1)

    expect((await signIn(password)).status).toBe(200)
  })

  it('failures that were counted before the time of day was set back do not last for hours', async () => {
    for (const key of [`pair:${account.username}|${here}`, `account:${account.username}`]) {
      await fail(key, 1000, 3 * 3600)
    }

    expect((await signIn('guess')).status).toBe(401)
    const { rows } = await query(`SELECT points FROM sign_in_failures WHERE key LIKE 'pair:%'`)
    expect(rows).toEqual([{ points: 1 }])
    expect((await signIn(password)).status).toBe(200)
  })

  it('of a crowd of guesses at once five are answered', async () => {
    const answers = await Promise.all(Array.from({ length: 16 }, () => signIn('guess')))

    expect(answers.filter(({ status }) => status === 401)).toHaveLength(5)
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(11)
  })

  it('many may sign in at once', async () => {
    const answers = await Promise.all(Array.from({ length: 6 }, () => signIn(password)))

    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]))
  })

  it('one request that guesses many times is stopped in the middle', async () => {
    const guesses = Array.from(
      { length: 12 },
      (_, index) =>
        `g${index}: loginUser(email: "", username: $username, password: "${index}") { token }`,
    )
    const { body } = await app.post('/api/graphql', {
      query: `mutation ($username: String!) { ${guesses.join('\n')} }`,
      variables: { username: account.username },
    })

    const statuses = body.errors.map(
      ({ extensions }: { extensions: { statusCode: number } }) => extensions.statusCode,
    )
    expect(statuses.filter((status: number) => status === 401)).toHaveLength(5)
    expect(statuses.filter((status: number) => status === 429)).toHaveLength(7)
  })
})
