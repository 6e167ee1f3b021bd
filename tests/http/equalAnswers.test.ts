import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'

import { password } from '../factories/users.ts'
import { signedInAccount } from '../support/callers.ts'
import { appOf, type Client } from '../support/client.ts'
import { poolOf } from '../support/pool.ts'
import { countHashes } from '../support/countHashes.ts'
import { startTestPlatform, type TestPlatform } from '../support/testPlatform.ts'

let platform: TestPlatform
let anyone: Client

beforeAll(async () => {
  platform = await startTestPlatform()
  anyone = appOf(platform.url)
  // Connecting to the database hashes too, so the connections are made before.
  await Promise.all(Array.from({ length: 10 }, () => signedInAccount(platform)))
  // Those on which failures are counted, too.
  await anyone.post('auth/login/', { username: 'somebody', password: 'x' })
})

afterAll(() => platform.stop())

const accountWhere = async (assignments: string) => {
  const { id, username } = await signedInAccount(platform)
  await poolOf(platform.payload).query(`UPDATE users SET ${assignments} WHERE id = $1`, [id])
  return username
}

const callers: [name: string, username: () => Promise<string>, password: string][] = [
  ['nobody', () => Promise.resolve('nobody'), 'x'],
  ['an account without a password', () => accountWhere('hash = NULL, salt = NULL'), 'x'],
  ['a suspended user', () => accountWhere('suspended = true'), 'x'],
  ['a suspended user with the right password', () => accountWhere('suspended = true'), password],
  ['a wrong password', async () => (await signedInAccount(platform)).username, 'x'],
]

const surfaces: [name: string, signIn: (username: string, password: string) => Promise<object>][] =
  [
    [
      'v1',
      async (username, given) => {
        const { status, body } = await anyone.post('auth/login/', { username, password: given })
        return { status, body }
      },
    ],
    [
      'REST',
      async (username, given) => {
        const { status, body } = await anyone.post('/api/users/login', {
          username,
          password: given,
        })
        return { status, body }
      },
    ],
    [
      'GraphQL',
      async (username, given) => {
        const { status, body } = await anyone.post('/api/graphql', {
          query: `mutation ($username: String!, $password: String!) {
          loginUser(email: "", username: $username, password: $password) { token } }`,
          variables: { username, password: given },
        })
        return { status, body }
      },
    ],
  ]

/**
 * How long an answer takes is how many passwords are hashed for it; the rest is a thousandth of that.
 * So the hashes are counted, and no clock is asked.
 */
describe.each(surfaces)('%s', (_surface, signIn) => {
  const answers = new Set<string>()

  it.each(callers)('%s costs one hash', async (_name, usernameOf, given) => {
    const username = await usernameOf()

    const count = await countHashes(async () =>
      answers.add(JSON.stringify(await signIn(username, given))),
    )

    expect(count).toBe(1)
  })

  it('and gets the same answer as the others', () => {
    expect(answers.size).toBe(1)
  })
})
