import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'

import { password } from '../factories/users.ts'
import { type Account, signedInAccount } from '../support/callers.ts'
import { appOf, type Client } from '../support/client.ts'
import { countHashes } from '../support/countHashes.ts'
import { poolOf } from '../support/pool.ts'
import { signInSurfaces } from '../support/signInSurfaces.ts'
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

/** Other spellings of a name that mean the same account. */
const spellings: [string, (account: Account) => string][] = [
  ['the username', ({ username }) => username],
  ['the email', ({ email }) => email],
  ['the email in capitals, with spaces', ({ email }) => ` ${email.toUpperCase()}\t`],
]

describe.each(signInSurfaces)('%s', (_surface, signIn) => {
  it.each(spellings)('takes %s', async (_name, nameOf) => {
    expect((await signIn(app, nameOf(account), password)).status).toBe(200)
  })

  it('counts the failures of all names of an account as one', async () => {
    for (let guess = 0; guess < 5; guess += 1) {
      const name = spellings[guess % spellings.length]![1](account)
      expect((await signIn(app, name, 'guess')).status).toBe(401)
    }

    for (const [, nameOf] of spellings) {
      expect((await signIn(app, nameOf(account), password)).status).toBe(429)
    }
    const { rows } = await query(`SELECT key FROM sign_in_failures WHERE key LIKE 'pair:%'`)
    expect(rows).toHaveLength(1)
  })

  it('hashes once for a name that nobody has', async () => {
    const hashes = await countHashes(async () => {
      expect((await signIn(app, 'nobody@example.com', password)).status).toBe(401)
    })

    expect(hashes).toBe(1)
  })

  it('hashes nothing when the attempt is over the limit', async () => {
    for (let guess = 0; guess < 5; guess += 1) await signIn(app, account.email, 'guess')

    expect(await countHashes(() => signIn(app, account.username, password))).toBe(0)
  })
})

it('the limit holds across the surfaces', async () => {
  for (const [, signIn] of signInSurfaces.slice(0, 5)) {
    expect((await signIn(app, account.email, 'guess')).status).toBe(401)
  }

  for (const [, signIn] of signInSurfaces) {
    expect((await signIn(app, account.email, password)).status).toBe(429)
  }
})

it('guesses from elsewhere do not lock the owner out', async () => {
  for (let guess = 0; guess < 12; guess += 1) {
    await query('DELETE FROM sign_in_failures')
    await app.post('/api/users/login', { username: ' ', email: account.email, password: 'guess' })
  }
  await query('DELETE FROM sign_in_failures')

  const answer = await app.post('/api/users/login', { email: account.email, password })

  expect(answer.status).toBe(200)
})
