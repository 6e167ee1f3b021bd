import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'

import { oldStoredPassword, password } from '../factories/users.ts'
import { type Account, refresh, signedInAccount } from '../support/callers.ts'
import { appOf, type Client } from '../support/client.ts'
import { countHashes } from '../support/countHashes.ts'
import { poolOf } from '../support/pool.ts'
import { signInSurfaces } from '../support/signInSurfaces.ts'
import { startTestPlatform, type TestPlatform } from '../support/testPlatform.ts'
import { whileUncommitted } from '../support/whileUncommitted.ts'

let platform: TestPlatform
let app: Client

beforeAll(async () => {
  platform = await startTestPlatform()
  app = appOf(platform.url)
})

afterAll(() => platform.stop())

const query = (text: string, values: unknown[] = []) => poolOf(platform.payload).query(text, values)

/** An account from before: its password is stored as Payload stored it. */
async function oldAccount(): Promise<Account> {
  const account = await signedInAccount(platform)
  await query(
    `WITH same AS MATERIALIZED (SELECT set_config('robo_events.same_password', 'on', true))
     UPDATE users SET hash = $1, salt = $2 FROM same WHERE id = $3`,
    [oldStoredPassword.hash, oldStoredPassword.salt, account.id],
  )
  return account
}

const stored = async ({ id }: Account) =>
  (await query('SELECT hash, salt FROM users WHERE id = $1', [id])).rows[0]

const passwordEmails = async ({ id }: Account) =>
  (
    await query(
      `SELECT FROM outbox WHERE type = 'user.password_changed' AND (data->>'userId')::int = $1`,
      [id],
    )
  ).rowCount

const todays = { hash: expect.stringMatching(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/), salt: null }

describe.each(signInSurfaces)('%s', (_surface, signIn) => {
  it('takes a password in the old form, and stores it in today’s', async () => {
    const account = await oldAccount()

    expect((await signIn(app, account.username, password)).status).toBe(200)

    expect(await stored(account)).toEqual(todays)
    const hashes = await countHashes(async () => {
      expect((await signIn(app, account.username, password)).status).toBe(200)
    })
    expect(hashes).toBe(1)
  })

  it('a wrong password changes nothing', async () => {
    const account = await oldAccount()

    expect((await signIn(app, account.username, 'wrong')).status).toBe(401)

    expect(await stored(account)).toEqual(oldStoredPassword)
  })
})

describe('the other form of the same password', () => {
  it('ends no session, revokes no token and sends no email', async () => {
    const account = await oldAccount()

    await app.post('auth/login/', { username: account.username, password })

    expect(await stored(account)).toEqual(todays)
    expect((await account.app.get('auth/me/')).status).toBe(200)
    expect((await account.panel.get('/api/users/me')).body.user).toMatchObject({ id: account.id })
    expect((await refresh(app, account.refresh)).status).toBe(200)
    expect(await passwordEmails(account)).toBe(0)
  })

  it('of sign-ins at once all succeed, in the panel too', async () => {
    const account = await oldAccount()

    const answers = await Promise.all(
      signInSurfaces.map(([, signIn]) => signIn(app, account.email, password)),
    )

    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]))
    expect(await stored(account)).toEqual(todays)
  })

  it('never replaces a password that was set meanwhile', async () => {
    const account = await oldAccount()

    const answer = await whileUncommitted(
      platform.payload,
      `UPDATE users SET hash = 'of another password' WHERE id = $1`,
      [account.id],
      () => app.post('/api/users/login', { username: account.username, password }),
    )

    expect(answer.status).toBe(401)
    expect(await stored(account)).toMatchObject({ hash: 'of another password' })
    expect(await passwordEmails(account)).toBe(1)
  })
})

describe('a new session costs one hash, and its renewal none', () => {
  it.each(signInSurfaces)('%s', async (_surface, signIn) => {
    const { username } = await signedInAccount(platform)

    expect(await countHashes(() => signIn(app, username, password))).toBe(1)
  })

  it('auth/refresh/', async () => {
    const account = await signedInAccount(platform)

    const hashes = await countHashes(async () => {
      expect((await refresh(app, account.refresh)).status).toBe(200)
    })

    expect(hashes).toBe(0)
  })

  it('REST and GraphQL', async () => {
    const { panel } = await signedInAccount(platform)

    const hashes = await countHashes(async () => {
      expect((await panel.post('/api/users/refresh-token')).status).toBe(200)
      const { body } = await panel.graphql('mutation { refreshTokenUser { refreshedToken } }')
      expect(body.errors).toBeUndefined()
    })

    expect(hashes).toBe(0)
  })
})
