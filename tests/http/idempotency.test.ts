import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { randomUUID } from 'node:crypto'

import { idempotentRequestOf } from '../../src/http/idempotency/idempotency.ts'
import { decrypt, encrypt } from '../../src/shared/encryption.ts'
import { createEvent } from '../factories/events.ts'
import { password } from '../factories/users.ts'
import { type Account, signedInAccount, signedInApp, signedInApps } from '../support/callers.ts'
import { type ApiResponse, appOf, type Client } from '../support/client.ts'
import { findBrokenInvariants } from '../support/invariants.ts'
import { withoutTable } from '../support/outages.ts'
import { poolOf } from '../support/pool.ts'
import { lockSeats, untilLockWaits } from '../support/seatLocks.ts'
import { expectRefusal } from '../support/expectations.ts'
import { mailboxOf } from '../support/mailbox.ts'
import { startTestPlatform, type TestPlatform } from '../support/testPlatform.ts'

let platform: TestPlatform
let anyone: Client
let mailbox: ReturnType<typeof mailboxOf>

beforeAll(async () => {
  platform = await startTestPlatform({ DATABASE_POOL_SIZE: '5' }, { worker: true })
  mailbox = mailboxOf(platform.payload)
  anyone = appOf(platform.url)
})

afterAll(async () => {
  expect(await findBrokenInvariants(platform.payload)).toEqual([])
  await platform.stop()
})

const query = async <Row extends object>(text: string, values: unknown[] = []) =>
  (await poolOf(platform.payload).query<Row>(text, values)).rows

const newKey = () => ({ 'Idempotency-Key': randomUUID() })
const isReplay = ({ headers }: ApiResponse) => headers.get('idempotency-replayed') === 'true'

const mismatch = {
  detail: 'This Idempotency-Key was used for another request.',
  code: 'idempotency_mismatch',
}

const event = (title = 'Bolt Bowl') => ({
  title,
  description: 'Robots carry bolts.',
  start_date: '2031-01-01T10:00:00Z',
  end_date: '2031-01-02T10:00:00Z',
  location: 'Ulm',
  max_participants: 10,
  status: 'published',
})

const eventsCalled = async (title: string) =>
  (await query<{ id: number }>('SELECT id FROM events WHERE title = $1', [title])).length

type Request = (account: Account) => Promise<[app: Client, path: string, body: unknown]>

const posts: [route: string, status: number, request: Request][] = [
  ['events/', 201, async ({ app }) => [app, 'events/', event('Once')]],
  [
    'events/{id}/register/',
    200,
    async ({ app }) => [
      app,
      `events/${(await createEvent(platform.payload)).id}/register/`,
      undefined,
    ],
  ],
  [
    'auth/register/',
    201,
    () =>
      Promise.resolve([
        anyone,
        'auth/register/',
        {
          username: 'once',
          email: 'once@example.com',
          password,
          password_confirm: password,
        },
      ]),
  ],
  [
    'auth/login/',
    200,
    ({ username }) => Promise.resolve([anyone, 'auth/login/', { username, password }]),
  ],
  ['auth/refresh/', 200, ({ refresh }) => Promise.resolve([anyone, 'auth/refresh/', { refresh }])],
  ['auth/logout/', 204, ({ refresh }) => Promise.resolve([anyone, 'auth/logout/', { refresh }])],
  [
    'auth/password/forgot/',
    202,
    ({ email }) => Promise.resolve([anyone, 'auth/password/forgot/', { email }]),
  ],
  [
    'auth/password/reset/',
    204,
    async ({ email }) => {
      await anyone.post('auth/password/forgot/', { email })
      const { token } = await mailbox.next(email, 'setPassword')
      const given = 'a Rotor that 7urns alone'
      return [anyone, 'auth/password/reset/', { token, password: given, password_confirm: given }]
    },
  ],
  [
    'auth/email/confirm/',
    204,
    async ({ app, email }) => {
      await app.post('auth/email/send/')
      return [
        anyone,
        'auth/email/confirm/',
        { token: (await mailbox.next(email, 'confirmEmail')).token },
      ]
    },
  ],
  ['auth/email/send/', 202, ({ app }) => Promise.resolve([app, 'auth/email/send/', undefined])],
]

describe.each(posts)('POST %s', (_route, status, request) => {
  it('a retry gets the first answer again', async () => {
    const [app, path, body] = await request(await signedInAccount(platform))
    const headers = newKey()

    const first = await app.post(path, body, { headers })
    const second = await app.post(path, body, { headers })

    expect([first.status, isReplay(first)]).toEqual([status, false])
    expect([second.status, isReplay(second)]).toEqual([status, true])
    expect(second.body).toEqual(first.body)
    expect(second.headers.get('etag')).toBe(first.headers.get('etag'))
    expect(second.headers.get('content-type')).toBe(first.headers.get('content-type'))
  })
})

describe('what a retry does not do again', () => {
  it('an event is created once', async () => {
    const { app } = await signedInApp(platform)
    const headers = newKey()
    for (let sent = 0; sent < 3; sent += 1) await app.post('events/', event('Thrice'), { headers })

    expect(await eventsCalled('Thrice')).toBe(1)
  })

  it('without a key it is', async () => {
    const { app } = await signedInApp(platform)
    for (let sent = 0; sent < 2; sent += 1) await app.post('events/', event('Twice'))

    expect(await eventsCalled('Twice')).toBe(2)
  })

  it('a mail is sent once', async () => {
    const { app, email } = await signedInAccount(platform)
    const headers = newKey()
    for (let sent = 0; sent < 3; sent += 1) await app.post('auth/email/send/', {}, { headers })

    await mailbox.untilQuiet()
    expect(mailbox.to(email, 'confirmEmail')).toHaveLength(1)
  })

  it('a refresh token whose answer was lost is traded once, and its family lives', async () => {
    const { refresh } = await signedInAccount(platform)
    const headers = newKey()
    await anyone.post('auth/refresh/', { refresh }, { headers })

    const { body } = await anyone.post('auth/refresh/', { refresh }, { headers })

    expect((await anyone.post('auth/refresh/', { refresh: body.refresh })).status).toBe(200)
  })
})

describe('the same body', () => {
  it.each([
    ['other white space', JSON.stringify(event('Same'), null, 4), 'application/json'],
    ['another charset', JSON.stringify(event('Same')), 'application/json; charset=utf-8'],
    ['another type of JSON', JSON.stringify(event('Same')), 'application/vnd.api+json'],
    [
      'a text escaped',
      JSON.stringify(event('Same')).replace('Same', '\\u0053ame'),
      'application/json',
    ],
  ])('with %s is the same body', async (_name, raw, type) => {
    const { app } = await signedInApp(platform)
    const headers = newKey()
    const first = await app.post('events/', event('Same'), { headers })

    const second = await app.post('events/', undefined, {
      headers: { ...headers, 'Content-Type': type },
      raw,
    })

    expect([isReplay(second), second.body]).toEqual([true, first.body])
  })

  it.each(['/api/v1/events', '/api/events/'])('to %s is the same request', async (path) => {
    const { app } = await signedInApp(platform)
    const headers = newKey()
    const first = await app.post('/api/v1/events/', event(), { headers })

    const second = await app.post(path, event(), { headers })

    expect([isReplay(second), second.body]).toEqual([true, first.body])
  })
})

describe('another body', () => {
  it.each<[string, object]>([
    ['another title', event('Another')],
    ['a field more', { ...event(), no_such_field: 1 }],
    ['nothing that is valid', {}],
  ])('%s: 422, and nothing is done', async (_name, body) => {
    const { app } = await signedInApp(platform)
    const headers = newKey()
    await app.post('events/', event(), { headers })

    expectRefusal(await app.post('events/', body, { headers }), 422, mismatch)
    expect(await eventsCalled('Another')).toBe(0)
  })

  it('for another event, or another route: 422', async () => {
    const { app } = await signedInApp(platform)
    const [one, other] = [await createEvent(platform.payload), await createEvent(platform.payload)]
    const headers = newKey()
    await app.post(`events/${one.id}/register/`, {}, { headers })

    expectRefusal(await app.post(`events/${other.id}/register/`, {}, { headers }), 422, mismatch)
    expectRefusal(await app.post('auth/email/send/', {}, { headers }), 422, mismatch)
  })

  it('of another client who is not signed in either: 422, which tells nothing', async () => {
    const headers = newKey()
    const account = (username: string) => ({
      username,
      email: `${username}@example.com`,
      password,
      password_confirm: password,
    })
    await anyone.post('auth/register/', account('first-of-two'), { headers })

    const answer = await anyone.post('auth/register/', account('second-of-two'), { headers })

    expectRefusal(answer, 422, mismatch)
  })
})

describe('keys of two users', () => {
  it('do not meet', async () => {
    const { id } = await createEvent(platform.payload)
    const [one, other] = await signedInApps(platform, 2)
    const headers = newKey()

    const [first, second] = [
      await one!.app.post(`events/${id}/register/`, {}, { headers }),
      await other!.app.post(`events/${id}/register/`, {}, { headers }),
    ]

    expect([first.status, second.status, isReplay(second)]).toEqual([200, 200, false])
    expect(second.body.registration.user).toBe(other!.id)
  })
})

describe('refusals', () => {
  it('409 is answered again, even when a place has become free', async () => {
    const { id } = await createEvent(platform.payload, { maxParticipants: 1 })
    const path = `events/${id}/register/`
    const [holder, late] = await signedInApps(platform, 2)
    await holder!.app.post(path)
    const headers = newKey()
    const first = await late!.app.post(path, {}, { headers })
    await holder!.app.delete(path)

    const second = await late!.app.post(path, {}, { headers })

    expect([first.status, isReplay(first)]).toEqual([409, false])
    expect([second.status, isReplay(second), second.body]).toEqual([409, true, first.body])
    expect((await late!.app.post(path, {}, { headers: newKey() })).status).toBe(200)
  })

  it('also as problem details', async () => {
    const { id } = await createEvent(platform.payload, { status: 'cancelled' })
    const { app } = await signedInApp(platform)
    const headers = { ...newKey(), Accept: 'application/problem+json' }

    for (const replay of [false, true]) {
      const answer = await app.post(`events/${id}/register/`, {}, { headers })
      expect([answer.status, isReplay(answer)]).toEqual([409, replay])
      expect(answer.headers.get('content-type')).toBe('application/problem+json')
      expect(answer.body).toMatchObject({ status: 409, code: 'event_cancelled' })
    }
  })

  it('400 is not kept: the request is mended under the same key', async () => {
    const { app } = await signedInApp(platform)
    const headers = newKey()
    const wrong = [{}, { ...event('Mended'), end_date: '2001-01-01T00:00:00Z' }]
    for (const body of wrong) {
      expect((await app.post('events/', body, { headers })).status).toBe(400)
    }

    expect((await app.post('events/', event('Mended'), { headers })).status).toBe(201)
  })

  it('401 is not kept', async () => {
    const { username } = await signedInAccount(platform)
    const headers = newKey()
    const login = (given: string) =>
      anyone.post('auth/login/', { username, password: given }, { headers })

    expect((await login('wrong')).status).toBe(401)
    expect((await login(password)).status).toBe(200)
  })

  it('429 is not kept', async () => {
    const { username } = await signedInAccount(platform)
    const headers = newKey()
    const login = () => anyone.post('auth/login/', { username, password }, { headers })
    await query(
      `INSERT INTO sign_in_failures (key, points, expire)
       VALUES ('account:' || $1, 50, (extract(epoch FROM now()) * 1000)::bigint + 60000)`,
      [username],
    )

    expect((await login()).status).toBe(429)
    await query('DELETE FROM sign_in_failures')
    expect((await login()).status).toBe(200)
  })

  it('500 is not kept', async () => {
    const { app } = await signedInApp(platform)
    const headers = newKey()
    const create = () => app.post('events/', event('After the fault'), { headers })

    const failed = await withoutTable(platform.payload, '_events_v', create)
    const second = await create()

    expect([failed.status, second.status, isReplay(second)]).toEqual([500, 201, false])
    expect(await eventsCalled('After the fault')).toBe(1)
  })
})

describe('while the first is under way', () => {
  it('409 with Retry-After; then its answer', async () => {
    const { id } = await createEvent(platform.payload)
    const { app } = await signedInApp(platform)
    const headers = newKey()
    const register = () => app.post(`events/${id}/register/`, {}, { headers })
    const letGo = await lockSeats(poolOf(platform.payload), id)

    const first = register()
    await untilLockWaits(poolOf(platform.payload), 1)
    const second = await register()
    await letGo()

    expectRefusal(second, 409, {
      detail: 'A request with this Idempotency-Key is under way.',
      code: 'idempotency_in_progress',
    })
    expect(second.headers.get('retry-after')).toBe('1')
    expect((await first).status).toBe(200)
    const third = await register()
    expect([third.status, isReplay(third)]).toEqual([200, true])
  })

  it('a client that went away finds its answer when it comes again', async () => {
    const { id } = await createEvent(platform.payload)
    const { app, id: userId } = await signedInApp(platform)
    const headers = newKey()
    const letGo = await lockSeats(poolOf(platform.payload), id)
    const leaving = new AbortController()

    const lost = app.post(`events/${id}/register/`, {}, { headers, signal: leaving.signal })
    await untilLockWaits(poolOf(platform.payload), 1)
    leaving.abort()
    await expect(lost).rejects.toThrow()
    await letGo()
    let answer = await app.post(`events/${id}/register/`, {}, { headers })
    while (answer.body.code === 'idempotency_in_progress') {
      answer = await app.post(`events/${id}/register/`, {}, { headers })
    }

    expect([answer.status, isReplay(answer)]).toEqual([200, true])
    const held = await query('SELECT id FROM registrations WHERE user_id = $1', [userId])
    expect(held).toEqual([{ id: answer.body.registration.id }])
  })

  it('of fifty at once one is done', async () => {
    const { app } = await signedInApp(platform)
    const headers = newKey()

    const answers = await Promise.all(
      Array.from({ length: 50 }, () => app.post('events/', event('Of fifty'), { headers })),
    )

    expect(await eventsCalled('Of fifty')).toBe(1)
    const done = answers.filter(({ status }) => status === 201)
    expect(done.filter((answer) => !isReplay(answer))).toHaveLength(1)
    expect(new Set(done.map(({ body }) => body.id)).size).toBe(1)
    for (const { status, body } of answers) {
      if (status !== 201) expect(body.code).toBe('idempotency_in_progress')
    }
  })

  it('more at once than there are connections do not wait for each other', async () => {
    const { username } = await signedInAccount(platform)

    const answers = await Promise.all(
      Array.from({ length: 12 }, () =>
        anyone.post('auth/login/', { username, password }, { headers: newKey() }),
      ),
    )

    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]))
  })
})

describe('what is kept', () => {
  it('can be read by nobody who reads the database', async () => {
    const account = await signedInAccount(platform)
    const { id } = await createEvent(platform.payload)
    const headers = newKey()
    await query('DELETE FROM idempotency_keys')
    const { body } = await account.app.post(`events/${id}/register/`, {}, { headers })
    const login = { username: account.username, password }
    const { body: tokens } = await anyone.post('auth/login/', login, { headers })

    const rows = await query<Record<string, string>>(
      `SELECT encode(key_hash, 'escape') || encode(fingerprint, 'escape') || encode(answer, 'escape')
         AS text FROM idempotency_keys`,
    )

    expect(rows).toHaveLength(2)
    const text = rows.map((row) => row.text).join()
    const secrets = [
      body.registration.ticket_code,
      tokens.access,
      tokens.refresh,
      headers['Idempotency-Key'],
      account.username,
      password,
      'registered',
      'access',
    ]
    for (const secret of secrets) expect(text).not.toContain(secret)
  })

  it('is kept for a day, and not longer', async () => {
    const { app } = await signedInApp(platform)
    const headers = newKey()
    const create = () => app.post('events/', event('Daily'), { headers })
    const age = (hours: string) =>
      query('UPDATE idempotency_keys SET created_at = created_at - $1::interval', [hours])

    await create()
    await age('23 hours 59 minutes')
    expect(isReplay(await create())).toBe(true)
    await age('1 minute')
    const anew = await create()

    expect([anew.status, isReplay(anew)]).toEqual([201, false])
    expect(isReplay(await create())).toBe(true)
    expect(await eventsCalled('Daily')).toBe(2)
  })
})

describe('the answer of a server of a newer release', () => {
  /** Replaces what is stored under a key. */
  async function replaceStored(userId: number, key: string, sent: unknown, stored: string) {
    const keyed = { key, operation: 'any', params: null, sent }
    const { keyHash, secret } = idempotentRequestOf(platform.payload, userId, keyed)!
    const rows = await query(
      'UPDATE idempotency_keys SET answer = $1 WHERE key_hash = $2 RETURNING 1',
      [encrypt(stored, secret), keyHash],
    )
    expect(rows).toHaveLength(1)
  }

  const events = (): Promise<[path: string, body: unknown]> =>
    Promise.resolve(['events/', event('Newer')])
  const register = async (): Promise<[path: string, body: unknown]> => [
    `events/${(await createEvent(platform.payload)).id}/register/`,
    undefined,
  ]
  const forms = [
    ['a newer form', JSON.stringify({ form: 99, outcome: { any: 'thing' } })],
    ['a newer form without an outcome', JSON.stringify({ form: 99, result: [] })],
    ['the form of today with another outcome', JSON.stringify({ form: 1, outcome: null })],
    ['no JSON', 'newer'],
  ]

  describe.each([
    ['events/', events],
    ['events/{id}/register/', register],
  ])('to a POST %s', (_route, request) => {
    it.each(forms)('in %s is not served, and asks for another try', async (_what, stored) => {
      const { app, id } = await signedInAccount(platform)
      const [path, body] = await request()
      const headers = newKey()
      const first = await app.post(path, body, { headers })
      expect(first.status).toBeLessThan(300)
      await replaceStored(id, headers['Idempotency-Key'], body, stored)

      const retry = await app.post(path, body, { headers })

      expect([retry.status, retry.headers.get('retry-after')]).toEqual([503, '5'])
      expect(retry.body.detail).toMatch(/newer release/)
    })
  })

  it('in the form of before is served as ever', async () => {
    const { app, id } = await signedInAccount(platform)
    const [path, body] = await register()
    const headers = newKey()
    const first = await app.post(path, body, { headers })
    const { rows } = await poolOf(platform.payload).query<{ answer: Buffer }>(
      'SELECT answer FROM idempotency_keys ORDER BY created_at DESC LIMIT 1',
    )
    const keyed = { key: headers['Idempotency-Key'], operation: 'any', params: null, sent: body }
    const { secret } = idempotentRequestOf(platform.payload, id, keyed)!
    const { form, ...before } = JSON.parse(decrypt(rows[0]!.answer, secret)) as { form: number }
    expect(form).toBe(1)
    await replaceStored(id, headers['Idempotency-Key'], body, JSON.stringify(before))

    const retry = await app.post(path, body, { headers })

    expect([retry.status, isReplay(retry)]).toEqual([200, true])
    expect(retry.body).toEqual(first.body)
  })
})

describe('the header', () => {
  it.each([[' '], ['a b'], ['x'.repeat(256)], ['é'], ['a, b']])(
    '%j is no key: 400',
    async (key) => {
      const { app } = await signedInApp(platform)
      const headers = { 'Idempotency-Key': key }

      const { status, body } = await app.post('events/', event(), { headers })

      // Fetch cuts white space off, and what is left of it is no key either.
      expect([status, body]).toEqual([400, { detail: 'The Idempotency-Key is not a valid key.' }])
    },
  )

  it.each([['x'.repeat(255)], ['"quoted"'], ['!#$%&*+-.^_`|~:;/?']])('%j is a key', async (key) => {
    const { app } = await signedInApp(platform)
    const headers = { 'Idempotency-Key': key }
    await app.post('events/', event(), { headers })

    expect(isReplay(await app.post('events/', event(), { headers }))).toBe(true)
  })

  it('means nothing to a PATCH', async () => {
    const { app } = await signedInApp(platform)
    const { body } = await app.post('events/', event())
    const headers = newKey()
    const path = `events/${body.id}/`
    await app.patch(path, { title: 'One' }, { headers })

    expect((await app.patch(path, { title: 'Two' }, { headers })).body.title).toBe('Two')
  })
})
