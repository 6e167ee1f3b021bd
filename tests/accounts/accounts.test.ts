import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'

import type { User } from '../../src/payload-types.ts'
import { createEvent, eventData } from '../factories/events.ts'
import { createUser, password, signedInUser } from '../factories/users.ts'
import { newCallerOfKind } from '../support/callerKinds.ts'
import type { Person } from '../support/callers.ts'
import { type Client, clientOf } from '../support/client.ts'
import { startTestPlatform, type TestPlatform } from '../support/testPlatform.ts'
import { whileUncommitted } from '../support/whileUncommitted.ts'

let platform: TestPlatform
let anonymous: Client
let admin: Person

beforeAll(async () => {
  platform = await startTestPlatform()
  anonymous = clientOf(platform.url)
  admin = await newCallerOfKind(platform, 'admin')
})
afterAll(() => platform.stop())

const stored = (id: number): Promise<User> =>
  platform.payload.findByID({ collection: 'users', id, overrideAccess: true })

const signIn = (body: object) => anonymous.post('/api/users/login', body)
const signInByGraphql = ({ username = '', email = '', password: secret = '' }) =>
  anonymous.graphql(
    `mutation ($username: String!, $email: String!, $secret: String!) {
      loginUser(username: $username, email: $email, password: $secret) { user { id } } }`,
    { username, email, secret },
  )

describe('signing in', () => {
  let user: User
  beforeAll(async () => {
    user = await createUser(platform.payload, 'attendee', {
      username: 'ada',
      email: 'ada@byron.example',
    })
  })

  it.each([
    ['username', 'ada'],
    ['username', 'Ada '],
    ['username', 'ada@byron.example'],
    ['email', 'ada@byron.example'],
    ['email', 'ADA@byron.example'],
  ])('works with %s %s', async (field, value) => {
    const answer = await signIn({ [field]: value, password })

    expect(answer.body.user).toMatchObject({ id: user.id })
  })

  it('works over GraphQL', async () => {
    const { body } = await signInByGraphql({ username: 'ada', password })

    expect(body.data.loginUser.user).toEqual({ id: user.id })
  })

  it('tells nobody who has an account', async () => {
    const { id } = await createUser(platform.payload, 'attendee', { username: 'suspended' })
    await admin.client.patch(`/api/users/${id}`, { suspended: true })
    const attempts = [
      { username: 'ada', password: 'wrong' },
      { username: 'nobody', password: 'wrong' },
      { email: 'ada@byron.example', password: 'wrong' },
      { email: 'nobody@byron.example', password: 'wrong' },
      { username: 'suspended', password },
    ]

    const answers = []
    for (const attempt of attempts) {
      const rest = await signIn(attempt)
      const graphql = await signInByGraphql(attempt)
      answers.push([rest.status, rest.body, graphql.body])
    }

    expect(answers[0]![0]).toBe(401)
    for (const answer of answers) expect(answer).toEqual(answers[0])
  })

  it('does not tell by a forgotten password either', async () => {
    const known = await anonymous.post('/api/users/forgot-password', { email: 'ada@byron.example' })
    const unknown = await anonymous.post('/api/users/forgot-password', {
      email: 'no@byron.example',
    })

    expect([unknown.status, unknown.body]).toEqual([known.status, known.body])
  })

  it("takes another's email for no username", async () => {
    const account = { email: 'eve@example.com', password, timezone: 'UTC' }

    const refused = await anonymous.post('/api/users', {
      ...account,
      username: 'Ada@Byron.example',
    })
    const own = await anonymous.post('/api/users', { ...account, username: 'Eve@example.com' })

    expect(refused.status).toBe(400)
    expect(refused.body.errors[0].data.errors).toEqual([
      expect.objectContaining({ path: 'username' }),
    ])
    expect(own.status).toBe(201)
  })
})

describe('a suspended user', () => {
  it('is signed out everywhere at once, and stays so', async () => {
    const { user, token } = await signedInUser(platform.payload, 'staff')
    const staff = clientOf(platform.url, token)
    const cookie = { headers: { Cookie: `payload-token=${token}` } }
    const event = await createEvent(platform.payload)
    const before = await staff.get('/api/users/me')

    await admin.client.patch(`/api/users/${user.id}`, { suspended: true })

    expect(before.body.user).toMatchObject({ id: user.id })
    expect((await staff.get('/api/users/me')).body.user).toBeNull()
    expect((await anonymous.get('/api/users/me', cookie)).body.user).toBeNull()
    expect((await staff.graphql('{ meUser { user { id } } }')).body.data.meUser.user).toBeNull()
    expect((await staff.get('/api/access')).body.canAccessAdmin).toBeFalsy()
    expect((await staff.post('/api/users/refresh-token')).status).toBe(403)
    expect((await staff.post('/api/events', eventData())).status).toBe(403)
    expect((await staff.post(`/api/events/${event.id}/register`)).status).toBe(401)
    expect((await signIn({ username: user.username, password })).status).toBe(401)

    await admin.client.patch(`/api/users/${user.id}`, { suspended: false })

    expect((await staff.get('/api/users/me')).body.user).toBeNull()
    expect((await signIn({ username: user.username, password })).status).toBe(200)
  })
})

describe('the panel', () => {
  it.each([
    ['anonymous', false],
    ['stranger', false],
    ['suspended', false],
    ['staff', true],
    ['admin', true],
  ] as const)('admits %s: %s', async (member, admitted) => {
    const { client } = await newCallerOfKind(platform, member)

    const { body } = await client.get('/api/access')

    expect(Boolean(body.canAccessAdmin)).toBe(admitted)
  })

  it.each([
    ['stranger', 403],
    ['staff', 200],
  ] as const)(
    'shows who edits what, and keeps preferences, for %s: %s',
    async (member, expected) => {
      const { client } = await newCallerOfKind(platform, member)
      const locks = '/api/payload-locked-documents'
      const preferences = '/api/payload-preferences'

      const answers = [
        await client.get(locks),
        await client.get(`${locks}/count`),
        await client.patch(`${locks}?where[id][exists]=true`, {}),
        await client.delete(`${locks}?where[id][exists]=true`),
        await client.post(`${preferences}/list`, { value: { columns: [] } }),
        await client.get(`${preferences}/list`),
        await client.get(preferences),
      ]
      const { body } = await client.graphql('{ PayloadLockedDocuments { totalDocs } }')

      expect(answers.map(({ status }) => status)).toEqual(answers.map(() => expected))
      expect(body.errors?.[0].extensions.statusCode ?? 200).toBe(expected)
    },
  )
})

describe('what an admin changes while the user', () => {
  const suspension = 'UPDATE users SET suspended = true WHERE id = $1'

  it('saves their profile stays changed', async () => {
    const { id, client } = await newCallerOfKind(platform, 'stranger')

    await whileUncommitted(platform.payload, suspension, [id], () =>
      client.patch(`/api/users/${id}`, { displayName: 'Ada' }),
    )

    expect(await stored(id)).toMatchObject({ suspended: true })
  })

  it('saves their profile in bulk stays changed', async () => {
    const { id, client } = await newCallerOfKind(platform, 'staff')
    const demotion = `UPDATE users SET role = 'attendee' WHERE id = $1`

    await whileUncommitted(platform.payload, demotion, [id], () =>
      client.patch(`/api/users?where[id][equals]=${id}`, { displayName: 'Ada' }),
    )

    expect(await stored(id)).toMatchObject({ role: 'attendee', displayName: 'Ada' })
  })

  it('signs in stays changed, and they are not signed in', async () => {
    const { id, username } = await createUser(platform.payload)

    const answer = await whileUncommitted(platform.payload, suspension, [id], () =>
      signIn({ username, password }),
    )

    expect(await stored(id)).toMatchObject({ suspended: true, sessions: [] })
    const me = await clientOf(platform.url, answer.body.token ?? 'none').get('/api/users/me')
    expect(me.body.user).toBeNull()
  })

  it('signs in with the old password stays changed, and they are not signed in', async () => {
    const { id, username } = await createUser(platform.payload)

    const answer = await whileUncommitted(
      platform.payload,
      `UPDATE users SET hash = 'of another password' WHERE id = $1`,
      [id],
      () => signIn({ username, password }),
    )

    expect(await stored(id)).toMatchObject({ sessions: [] })
    expect((await signIn({ username, password })).status).toBe(401)
    const me = await clientOf(platform.url, answer.body.token ?? 'none').get('/api/users/me')
    expect(me.body.user).toBeNull()
  })
})
