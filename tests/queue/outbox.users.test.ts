import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'

import { saveTeams } from '../../src/features/imports/season/import/saveTeams.ts'
import type { User } from '../../src/payload-types.ts'
import { createEvent } from '../factories/events.ts'
import { createUser, password } from '../factories/users.ts'
import { type Caller, newCaller, signedInAccount } from '../support/callers.ts'
import { appOf, type Client, clientOf, expectDone } from '../support/client.ts'
import { poolOf } from '../support/pool.ts'
import { eventsAfter, eventsPublishedBy, lastEventId } from '../support/publishedEvents.ts'
import { eventually } from '../support/eventually.ts'
import { startTestPlatform, type TestPlatform } from '../support/testPlatform.ts'

let platform: TestPlatform
let admin: Caller
let app: Client
let anyone: Client

beforeAll(async () => {
  platform = await startTestPlatform()
  admin = await newCaller(platform, 'admin')
  app = appOf(platform.url)
  anyone = clientOf(platform.url)
})
afterAll(() => platform.stop())

const told = (act: () => Promise<unknown>) => eventsPublishedBy(platform.payload, act)
const another = 'a Rotor that 7urns alone'

let made = 0
const details = () => {
  const username = `newcomer-${(made += 1)}`
  return { username, email: `${username}@example.com`, password }
}
const account = () => ({ ...details(), timezone: 'UTC' })

const createInGraphql = (client: Client) => () =>
  expectDone(
    client.graphql('mutation ($data: mutationUserInput!) { createUser(data: $data) { id } }', {
      data: { ...account(), role: 'attendee' },
    }),
  )

describe('a new account is told as created, and as nothing else', () => {
  it.each<[string, () => Promise<unknown>]>([
    [
      'v1',
      () => expectDone(app.post('auth/register/', { ...details(), password_confirm: password })),
    ],
    ['REST', () => expectDone(anyone.post('/api/users', account()))],
    ['GraphQL', () => createInGraphql(anyone)()],
    ['an admin in the panel', () => expectDone(admin.panel.post('/api/users', account()))],
    ['an admin over GraphQL', () => createInGraphql(admin.rest)()],
    ['a script', () => createUser(platform.payload)],
  ])('through %s', async (_name, create) => {
    expect(await told(create)).toEqual([
      { type: 'user.created', data: { userId: expect.any(Number) } },
    ])
  })

  it('each of those that an import makes, and none that it made before', async () => {
    const row = { file: 'teams', place: 'row 1' } as const
    const teams = ['1', '2', '3'].map((number) => ({ number, nickname: 'Gears', row }))
    const save = () => saveTeams(platform.payload, teams)

    expect((await told(save)).map(({ type }) => type)).toEqual(teams.map(() => 'user.created'))
    expect(await told(save)).toEqual([])
  })
})

/** Changes an account on the surfaces on which one can be changed. */
const ways: [string, (id: number, data: object) => Promise<unknown>][] = [
  ['REST', (id, data) => expectDone(admin.rest.patch(`/api/users/${id}`, data))],
  [
    'REST, many at once',
    (id, data) => expectDone(admin.rest.patch(`/api/users?where[id][equals]=${id}`, data)),
  ],
  ['the panel', (id, data) => expectDone(admin.panel.patch(`/api/users/${id}`, data))],
  [
    'GraphQL',
    (id, data) =>
      expectDone(
        admin.rest.graphql(
          `mutation ($id: Int!, $data: mutationUserUpdateInput!) {
             updateUser(id: $id, data: $data) { id } }`,
          { id, data },
        ),
      ),
  ],
]

describe.each(ways)('through %s', (_name, change) => {
  it('a new address is told', async () => {
    const { id } = await createUser(platform.payload)

    expect(await told(() => change(id, { email: `moved-${id}@example.com` }))).toEqual([
      { type: 'user.email_changed', data: { userId: id } },
    ])
  })

  it('a new password is told', async () => {
    const { id } = await createUser(platform.payload)

    expect(await told(() => change(id, { password: another }))).toEqual([
      { type: 'user.password_changed', data: { userId: id } },
    ])
  })

  it.each([
    ['the same address', ({ email }: { email: string }) => ({ email })],
    ['another name', () => ({ displayName: 'Ada' })],
    ['other mails', () => ({ language: 'de', mail: { digest: false } })],
    ['a suspension', () => ({ suspended: true })],
  ])('%s is not', async (_what, dataOf) => {
    const user = await createUser(platform.payload)

    expect(await told(() => change(user.id, dataOf(user)))).toEqual([])
  })
})

describe('a link for a new password is told when it is asked for', () => {
  const forgot = `mutation ($email: String!, $username: String!) {
    forgotPasswordUser(email: $email, username: $username) }`

  it.each<[string, (user: Pick<User, 'email' | 'username'>) => Promise<unknown>]>([
    ['v1', ({ email }) => expectDone(app.post('auth/password/forgot/', { email }))],
    ['REST', ({ email }) => expectDone(anyone.post('/api/users/forgot-password', { email }))],
    ['GraphQL', ({ email, username }) => expectDone(anyone.graphql(forgot, { email, username }))],
  ])('through %s', async (_name, ask) => {
    const user = await createUser(platform.payload)
    const before = await lastEventId(platform.payload)

    await ask(user)

    // The answer comes before the account is looked up.
    const all = await eventually(
      () => eventsAfter(platform.payload, before),
      ({ length }) => length > 0,
    )
    expect(all).toEqual([{ type: 'user.password_reset_requested', data: { userId: user.id } }])
  })

  const reset = `mutation ($token: String!, $password: String!) {
    resetPasswordUser(token: $token, password: $password) { token } }`

  it.each<[string, (token: string) => Promise<unknown>]>([
    [
      'v1',
      (token) =>
        expectDone(
          app.post('auth/password/reset/', { token, password: another, password_confirm: another }),
        ),
    ],
    [
      'REST',
      (token) => expectDone(anyone.post('/api/users/reset-password', { token, password: another })),
    ],
    ['GraphQL', (token) => expectDone(anyone.graphql(reset, { token, password: another }))],
  ])('and its use through %s as a new password', async (_name, use) => {
    const { email, id } = await createUser(platform.payload)
    await expectDone(anyone.post('/api/users/forgot-password', { email }))
    // The link is made after the answer.
    const readToken = async () => {
      const { rows } = await poolOf(platform.payload).query<{ token: string | null }>(
        'SELECT reset_password_token AS token FROM users WHERE id = $1',
        [id],
      )
      return rows[0]!.token
    }
    const token = await eventually(readToken, (found) => found !== null)

    expect(await told(() => use(token!))).toEqual([
      { type: 'user.password_changed', data: { userId: id } },
    ])
  })
})

it('a link that confirms an address is told when it is asked for', async () => {
  const { app: own, id } = await signedInAccount(platform)

  expect(await told(() => expectDone(own.post('auth/email/send/')))).toEqual([
    { type: 'user.confirmation_requested', data: { userId: id } },
  ])
})

it.each<[string, (username: string) => Promise<unknown>]>([
  ['v1', (username) => expectDone(app.post('auth/login/', { username, password }))],
  ['REST', (username) => expectDone(anyone.post('/api/users/login', { username, password }))],
])('signing in through %s tells nothing', async (_name, signIn) => {
  const { username } = await createUser(platform.payload)

  expect(await told(() => signIn(username))).toEqual([])
})

it('an account that is deleted tells of what was its own alone', async () => {
  const { id } = await createUser(platform.payload)
  const event = await createEvent(platform.payload, { createdBy: id })

  const remove = () => expectDone(admin.rest.delete(`/api/users/${id}`))

  const changes = { createdBy: { from: id, to: null } }
  expect(await told(remove)).toEqual([
    { type: 'event.changed', data: { eventId: event.id, changes } },
  ])
})
