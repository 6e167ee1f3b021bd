import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { randomBytes } from 'node:crypto'

import { type Account, signedInAccount } from '../support/callers.ts'
import { type ApiResponse, appOf, type Client } from '../support/client.ts'
import { countHashes } from '../support/countHashes.ts'
import { poolOf } from '../support/pool.ts'
import { startTestPlatform, type TestPlatform } from '../support/testPlatform.ts'

let platform: TestPlatform
let anyone: Client

beforeAll(async () => {
  platform = await startTestPlatform()
  anyone = appOf(platform.url)
})

afterAll(() => platform.stop())

interface Person {
  username: string
  email: string
}

let made = 0
const newcomer = (): Person => {
  const username = `newcomer${(made += 1)}`
  return { username, email: `${username}@example.com` }
}

/** The account, with a token that a mail would have brought. */
async function resettable() {
  const account = await signedInAccount(platform)
  const token = randomBytes(20).toString('hex')
  await poolOf(platform.payload).query(
    `UPDATE users SET reset_password_token = $1, reset_password_expiration = now() + interval '1 hour'
     WHERE id = $2`,
    [token, account.id],
  )
  return { ...account, token }
}

const graphql = async (app: Pick<Client, 'post'>, query: string, variables: object) => {
  const answer = await app.post('/api/graphql', { query, variables })
  const refusal = answer.body.errors?.[0]
  return refusal ? { ...answer, status: refusal.extensions.statusCode as number } : answer
}

type Prepared = Person & { send: (password: string) => Promise<ApiResponse> }

const creating = (send: (person: Person, password: string) => Promise<ApiResponse>) => async () => {
  const person = newcomer()
  return { ...person, send: (password: string) => send(person, password) }
}

const changing =
  (send: (account: Account, password: string) => Promise<ApiResponse>) => async () => {
    const account = await signedInAccount(platform)
    return { ...account, send: (password: string) => send(account, password) }
  }

const resetting = (send: (token: string, password: string) => Promise<ApiResponse>) => async () => {
  const account = await resettable()
  return { ...account, send: (password: string) => send(account.token, password) }
}

const surfaces: Record<string, () => Promise<Prepared>> = {
  'POST auth/register/': creating((person, password) =>
    anyone.post('auth/register/', { ...person, password, password_confirm: password }),
  ),
  'REST, create': creating((person, password) =>
    anyone.post('/api/users', { ...person, password }),
  ),
  'GraphQL, create': creating((person, password) =>
    graphql(anyone, 'mutation ($data: mutationUserInput!) { createUser(data: $data) { id } }', {
      data: { ...person, password, timezone: 'UTC', role: 'attendee' },
    }),
  ),
  'REST, update': changing((account, password) =>
    account.app.patch(`/api/users/${account.id}`, { password }),
  ),
  'GraphQL, update': changing((account, password) =>
    graphql(
      account.app,
      'mutation ($id: Int!, $data: mutationUserUpdateInput!) { updateUser(id: $id, data: $data) { id } }',
      { id: account.id, data: { password } },
    ),
  ),
  'POST auth/password/reset/': resetting((token, password) =>
    anyone.post('auth/password/reset/', { token, password, password_confirm: password }),
  ),
  'REST, reset': resetting((token, password) =>
    anyone.post('/api/users/reset-password', { token, password }),
  ),
  'GraphQL, reset': resetting((token, password) =>
    graphql(
      anyone,
      'mutation ($token: String!, $password: String!) { resetPasswordUser(token: $token, password: $password) { token } }',
      { token, password },
    ),
  ),
}

const easy: [name: string, of: (person: Person) => string][] = [
  ['seven characters', () => 'Ab3$xyZ'],
  ['129 characters', () => 'Ab3$'.repeat(33)],
  ['a common one', () => 'password123'],
  ['a common one in capitals', () => 'PASSWORD123'],
  ['digits alone', () => '8173649201'],
  ['the username', ({ username }) => username],
  ['the email', ({ email }) => email],
  ['the email in capitals', ({ email }) => email.toUpperCase()],
]

const stored = async ({ username }: Person) => {
  const { rows } = await poolOf(platform.payload).query<{ hash: string }>(
    'SELECT hash FROM users WHERE username = $1',
    [username],
  )
  return rows[0]?.hash
}

describe.each(Object.entries(surfaces))('%s', (_surface, prepare) => {
  it.each(easy)('refuses %s', async (_name, passwordOf) => {
    const person = await prepare()
    const before = await stored(person)

    const answer = await person.send(passwordOf(person))

    expect(answer.status).toBe(400)
    expect(JSON.stringify(answer.body)).toMatch(/password/)
    expect(await stored(person)).toBe(before)
  })

  it('takes a good one', async () => {
    const person = await prepare()

    const hashes = await countHashes(async () => {
      const answer = await person.send('Ab3$ 8 characters or more')
      expect(answer.status).toBeLessThan(300)
    })

    expect(hashes).toBe(1)
    expect(await stored(person)).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
    const { status } = await anyone.post('auth/login/', {
      username: person.username,
      password: 'Ab3$ 8 characters or more',
    })
    expect(status).toBe(200)
  })
})

describe('the sentences in v1', () => {
  it('are all that is wrong, under password', async () => {
    const person = newcomer()
    const password = '1234567'

    const { body } = await anyone.post('auth/register/', {
      ...person,
      password,
      password_confirm: password,
    })

    expect(body).toEqual({
      error: 'Validation Error',
      details: {
        password: [
          'This password is too short. It must have at least 8 characters.',
          'This password is too common.',
          'This password is entirely numeric.',
        ],
      },
    })
  })
})
