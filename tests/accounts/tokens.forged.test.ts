import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { generateKeyPairSync, randomBytes } from 'node:crypto'
import jwt from 'jsonwebtoken'

import { createEvent } from '../factories/events.ts'
import { createUser, signIn } from '../factories/users.ts'
import { accessTokenOf, signedInApp } from '../support/callers.ts'
import { appOf } from '../support/client.ts'
import { poolOf } from '../support/pool.ts'
import { badToken } from '../support/expectations.ts'
import { startTestPlatform, type TestPlatform } from '../support/testPlatform.ts'
import { tokensOf } from '../../src/features/accounts/tokens.ts'

const secret = 'the-key-that-signs.thirty-two-or-more'
const oldSecret = 'the-key-that-signed-before-it.as-long'

let platform: TestPlatform
let userId: number
let eventId: number

beforeAll(async () => {
  platform = await startTestPlatform({
    TOKEN_KEYS: `new:${secret},old:${oldSecret}`,
  })
  userId = (await signedInApp(platform)).id
  eventId = (await createEvent(platform.payload, { maxParticipants: 1000 })).id
})

afterAll(() => platform.stop())

const claims = (change: object = {}) => {
  const now = Math.floor(Date.now() / 1000)
  return {
    sub: String(userId),
    ver: 0,
    jti: randomBytes(8).toString('hex'),
    iss: 'robo-events',
    aud: 'robo-events/access',
    iat: now,
    exp: now + 3600,
    ...change,
  }
}

const signed = (change: object = {}, options: jwt.SignOptions = {}, key: jwt.Secret = secret) =>
  // Through JSON, which leaves out what is undefined.
  jwt.sign(JSON.parse(JSON.stringify(claims(change))) as object, key, {
    algorithm: 'HS256',
    keyid: 'new',
    ...options,
  })

const base64 = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url')

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey

/** The token of a user to whom something was done since. */
const afterwards = async (statement: string) => {
  const { id } = await signedInApp(platform)
  const token = accessTokenOf(platform.payload, id)
  await poolOf(platform.payload).query(statement, [id])
  return token
}

const own = (use: 'refresh' | 'confirm-email') =>
  tokensOf(platform.payload).sign(use, { userId, version: 0, lifetime: 3600, email: 'a@b.example' })

const forgeries: [name: string, make: () => string | Promise<string>][] = [
  ['alg none', () => `${base64({ alg: 'none', typ: 'JWT', kid: 'new' })}.${base64(claims())}.`],
  [
    'alg none with a signature',
    () => `${base64({ alg: 'none', kid: 'new' })}.${base64(claims())}.${signed().split('.')[2]}`,
  ],
  ['HS384 with the right key', () => signed({}, { algorithm: 'HS384' })],
  ['HS512 with the right key', () => signed({}, { algorithm: 'HS512' })],
  ['RS256', () => signed({}, { algorithm: 'RS256' }, rsa)],
  ['another key', () => signed({}, {}, 'a key of somebody else entirely......')],
  ['no key', () => signed({}, {}, 'x')],
  ["the old key under the new key's name", () => signed({}, {}, oldSecret)],
  ['a kid that nobody has', () => signed({}, { keyid: 'nobody' })],
  ['no kid', () => jwt.sign(claims(), secret, { algorithm: 'HS256' })],
  [
    'claims exchanged under the signature',
    () => {
      const [header, , signature] = signed().split('.')
      return `${header}.${base64(claims({ sub: String(userId + 1) }))}.${signature}`
    },
  ],
  ['a signature cut short', () => signed().slice(0, -4)],
  ['expired', () => signed({ exp: Math.floor(Date.now() / 1000) - 1 })],
  ['not valid yet', () => signed({ nbf: Math.floor(Date.now() / 1000) + 60 })],
  ['another audience', () => signed({ aud: 'robo-events/other' })],
  ['no audience', () => signed({ aud: undefined })],
  ['another issuer', () => signed({ iss: 'somebody-else' })],
  ['no issuer', () => signed({ iss: undefined })],
  ['no expiry', () => signed({ exp: undefined })],
  ['no version', () => signed({ ver: undefined })],
  ['a version to come', () => signed({ ver: 1 })],
  ['a version as text', () => signed({ ver: '0' })],
  ['no subject', () => signed({ sub: undefined })],
  ['a subject that is no number', () => signed({ sub: `${userId} OR true` })],
  ['a user who never was', () => signed({ sub: '2000000000' })],
  ['a refresh token', () => own('refresh')],
  ['an email-confirmation token', () => own('confirm-email')],
  ['a user deleted since', () => afterwards('DELETE FROM users WHERE id = $1')],
  ['a user suspended since', () => afterwards('UPDATE users SET suspended = true WHERE id = $1')],
  ['a password changed since', () => afterwards(`UPDATE users SET hash = 'x' WHERE id = $1`)],
  ["Payload's own token", async () => signIn(platform.payload, await createUser(platform.payload))],
  ['garbage', () => 'garbage'],
  ['garbage in three parts', () => 'gar.ba.ge'],
  ['dots', () => '..'],
  ['JSON', () => '{"sub":1}'],
  ['twelve kilobytes', () => 'x'.repeat(12 * 1024)],
  ['nothing', () => ''],
  ['two tokens', () => `${signed()} ${signed()}`],
]

type Call = (authorization: string) => ReturnType<ReturnType<typeof appOf>['get']>

const surfaces: Record<string, Call> = {
  'v1, for the signed in': (Authorization) =>
    appOf(platform.url).get('auth/me/', { headers: { Authorization } }),
  'v1, for anyone': (Authorization) =>
    appOf(platform.url).get('events/', { headers: { Authorization } }),
  'the bare prefix': (Authorization) =>
    appOf(platform.url).get('/api/events/', { headers: { Authorization } }),
  'auto REST': (Authorization) =>
    appOf(platform.url).get('/api/events', { headers: { Authorization } }),
  GraphQL: (Authorization) =>
    appOf(platform.url).post(
      '/api/graphql',
      { query: '{ Events { totalDocs } }' },
      { headers: { Authorization } },
    ),
  'the register endpoint': (Authorization) =>
    appOf(platform.url).post(`/api/events/${eventId}/register`, {}, { headers: { Authorization } }),
}

describe.each(Object.entries(surfaces))('%s refuses with 401', (_surface, call) => {
  it.each(forgeries)('%s', async (_name, make) => {
    const answer = await call(`Bearer ${await make()}`.trim())

    expect(answer.status).toBe(401)
    expect(answer.headers.get('www-authenticate')).toBe('Bearer')
    expect(answer.body).toMatchObject(badToken)
  })
})

describe.each(Object.entries(surfaces))('%s takes', (_surface, call) => {
  it.each<[string, () => string | Promise<string>]>([
    ['a good token', () => signed()],
    ['a token that the old key signed', () => signed({}, { keyid: 'old' }, oldSecret)],
    ['a token of its own making', () => accessTokenOf(platform.payload, userId)],
    ['the scheme in any case', () => signed()],
  ])('%s', async (name, make) => {
    const scheme = name.startsWith('the scheme') ? 'bEARER' : 'Bearer'
    const { status, body } = await call(`${scheme} ${await make()}`)

    expect(body.errors).toBeUndefined()
    expect(body.code === 'already_registered' ? 200 : status).toBe(200)
  })
})

describe('the caller is the user of the token', () => {
  it('on each surface', async () => {
    const headers = { Authorization: `Bearer ${signed()}` }
    const app = appOf(platform.url)
    const query = { query: '{ meUser { user { id } } }' }

    expect((await app.get('auth/me/', { headers })).body.id).toBe(userId)
    expect((await app.get('/api/users/me', { headers })).body.user.id).toBe(userId)
    expect((await app.post('/api/graphql', query, { headers })).body.data.meUser.user.id).toBe(
      userId,
    )
  })
})

describe('other schemes', () => {
  const payloadToken = async () => signIn(platform.payload, await createUser(platform.payload))

  it("Payload's own token works on auto REST", async () => {
    const user = await createUser(platform.payload)
    const headers = { Authorization: `JWT ${await signIn(platform.payload, user)}` }

    expect((await appOf(platform.url).get('/api/users/me', { headers })).body.user.id).toBe(user.id)
  })

  it("the panel's cookie is no way into v1", async () => {
    const headers = { Cookie: `payload-token=${await payloadToken()}` }

    expect((await appOf(platform.url).get('auth/me/', { headers })).status).toBe(401)
  })

  it.each([
    ["Payload's own", async () => `JWT ${await payloadToken()}`],
    ['Basic', async () => 'Basic dXNlcjpwYXNz'],
    ['none', async () => signed()],
  ])('%s: v1 refuses it', async (_name, make) => {
    const headers = { Authorization: await make() }

    expect((await appOf(platform.url).get('events/', { headers })).status).toBe(401)
  })

  it('an access token gets no session of the panel', async () => {
    const headers = { Authorization: `Bearer ${signed()}` }
    const answer = await appOf(platform.url).post('/api/users/refresh-token', {}, { headers })

    expect(answer.status).toBe(403)
    expect(answer.headers.get('set-cookie')).toBeNull()
  })
})
