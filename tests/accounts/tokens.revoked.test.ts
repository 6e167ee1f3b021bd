import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'

import { password, signedInUser, signIn } from '../factories/users.ts'
import { type Account, refresh, signedInAccount } from '../support/callers.ts'
import { appOf, type Client, clientOf } from '../support/client.ts'
import { eventually } from '../support/eventually.ts'
import { badToken, expectRefusal } from '../support/expectations.ts'
import { mailboxOf } from '../support/mailbox.ts'
import { stepClock } from '../support/stepClock.ts'
import { startTestPlatform, type TestPlatform } from '../support/testPlatform.ts'

let platform: TestPlatform
let anyone: Client
let admin: Client
let mailbox: ReturnType<typeof mailboxOf>

beforeAll(async () => {
  platform = await startTestPlatform({}, { worker: true })
  mailbox = mailboxOf(platform.payload)
  anyone = appOf(platform.url)
  admin = clientOf(platform.url, (await signedInUser(platform.payload, 'admin')).token)
})

afterAll(() => platform.stop())

const another = 'a Rotor that 7urns alone'

async function resetToken({ email }: Account) {
  await anyone.post('auth/password/forgot/', { email })
  return (await mailbox.next(email, 'setPassword')).token
}

const changes: [string, (account: Account) => Promise<{ status: number }>][] = [
  ['a suspension in the panel', ({ id }) => admin.patch(`/api/users/${id}`, { suspended: true })],
  ['a deletion in the panel', ({ id }) => admin.delete(`/api/users/${id}`)],
  [
    'a new password from an admin',
    ({ id }) => admin.patch(`/api/users/${id}`, { password: another }),
  ],
  [
    'a new password from the user',
    (account) => account.panel.patch(`/api/users/${account.id}`, { password: another }),
  ],
  [
    'a new password over GraphQL',
    (account) =>
      account.panel.graphql(
        'mutation ($id: Int!, $password: String!) { updateUser(id: $id, data: { password: $password }) { id } }',
        { id: account.id, password: another },
      ),
  ],
  [
    'the token of a mail, through v1',
    async (account) =>
      anyone.post('auth/password/reset/', {
        token: await resetToken(account),
        password: another,
        password_confirm: another,
      }),
  ],
  [
    'the token of a mail, through REST',
    async (account) =>
      clientOf(platform.url).post('/api/users/reset-password', {
        token: await resetToken(account),
        password: another,
      }),
  ],
]

describe.each(changes)('%s', (name, change) => {
  const keepsAccount = !/suspension|deletion/.test(name)

  it('kills the access tokens within a second, on every surface', async () => {
    const account = await signedInAccount(platform)
    const paths = ['auth/me/', 'events/', '/api/users/me', '/api/events']
    // So that the server remembers the user when the change comes.
    for (const path of paths) expect((await account.app.get(path)).status).toBe(200)

    expect((await change(account)).status).toBeLessThan(300)

    await eventually(
      () => account.app.get('auth/me/'),
      ({ status }) => status === 401,
    )
    for (const path of paths) {
      const answer = await account.app.get(path)
      expect([answer.status, answer.body.detail]).toEqual([401, badToken.detail])
    }
    const query = { query: '{ meUser { user { id } } }' }
    expect((await account.app.post('/api/graphql', query)).status).toBe(401)
  })

  it("kills the refresh tokens and the panel's sessions at once, and the old password", async () => {
    const account = await signedInAccount(platform)
    const { body: second } = await refresh(anyone, account.refresh)
    const login = async (given: string) =>
      (await anyone.post('auth/login/', { username: account.username, password: given })).status

    const otherPanel = clientOf(platform.url, await signIn(platform.payload, account))

    await change(account)

    expectRefusal(await refresh(anyone, second.refresh), 401, badToken)
    expect((await otherPanel.get('/api/users/me')).body.user).toBeNull()
    expect(await login(password)).toBe(401)
    expect(await login(another)).toBe(keepsAccount ? 200 : 401)
  })
})

it.each(changes.slice(0, 2))(
  '%s counts within a second when the time of day was set back before it',
  async (_name, change) => {
    const account = await signedInAccount(platform)
    expect((await account.app.get('auth/me/')).status).toBe(200)
    const restore = stepClock(-2 * 3_600_000)
    try {
      expect((await account.app.get('auth/me/')).status).toBe(200)

      expect((await change(account)).status).toBeLessThan(300)

      await eventually(
        () => account.app.get('auth/me/'),
        ({ status }) => status === 401,
      )
    } finally {
      restore()
    }
  },
)

describe('what is no reason to sign anybody out', () => {
  it.each([
    ['another name', { displayName: 'Ada' }],
    ['another role', { role: 'staff' }],
    ['another address', { email: 'moved@example.com' }],
  ])('%s', async (_name, change) => {
    const account = await signedInAccount(platform)

    await admin.patch(`/api/users/${account.id}`, change)

    expect((await account.app.get('auth/me/')).status).toBe(200)
    expect((await refresh(anyone, account.refresh)).status).toBe(200)
  })

  it('a lost role is gone within a second, the tokens are not', async () => {
    const account = await signedInAccount(platform)
    await admin.patch(`/api/users/${account.id}`, { role: 'staff' })
    const roleOf = async () => (await account.app.get('auth/me/')).body.role as string
    await eventually(roleOf, (role) => role === 'staff')

    await admin.patch(`/api/users/${account.id}`, { role: 'attendee' })

    await eventually(roleOf, (role) => role === 'attendee')
  })

  it('a suspension that is lifted: the old tokens stay dead', async () => {
    const account = await signedInAccount(platform)
    await admin.patch(`/api/users/${account.id}`, { suspended: true })
    await admin.patch(`/api/users/${account.id}`, { suspended: false })

    await eventually(
      () => account.app.get('auth/me/'),
      ({ status }) => status === 401,
    )
    expectRefusal(await refresh(anyone, account.refresh), 401, badToken)
  })
})
