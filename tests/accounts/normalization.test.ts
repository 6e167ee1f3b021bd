import { hashSync } from '@node-rs/argon2'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'

import { password, signedInUser } from '../factories/users.ts'
import { appOf, type ApiResponse, clientOf } from '../support/client.ts'
import { poolOf } from '../support/pool.ts'
import { startTestPlatform, type TestPlatform } from '../support/testPlatform.ts'

/** Names, addresses and passwords are the same in every form in which keyboards type them. */
let platform: TestPlatform

beforeAll(async () => {
  platform = await startTestPlatform({ RATE_LIMITS: 'off' })
})

afterAll(() => platform.stop())

let made = 0
const unique = () => `person${(made += 1)}`

interface Identity {
  username?: string
  email?: string
  password?: string
}

const filled = (identity: Identity) => {
  const name = unique()
  return { username: name, email: `${name}@example.com`, password, ...identity }
}

/** The status of a sign-up, and the fields that are wrong. */
const signUpOver: Record<string, (identity: Identity) => Promise<[number, string[]]>> = {
  v1: async (identity) => {
    const data = filled(identity)
    const body = { ...data, password_confirm: data.password }
    const response = await appOf(platform.url).post('auth/register/', body)
    return [response.status, Object.keys(response.body.details ?? {})]
  },
  REST: async (identity) => {
    const data = { ...filled(identity), timezone: 'UTC' }
    const response = await clientOf(platform.url).post('/api/users', data)
    return [response.status, wrongFields(response)]
  },
  GraphQL: async (identity) => {
    const { body } = await clientOf(platform.url).graphql(
      'mutation ($data: mutationUserInput!) { createUser(data: $data) { id } }',
      { data: { ...filled(identity), timezone: 'UTC', role: 'attendee' } },
    )
    const [error] = body.errors ?? []
    const names = /invalid: (.*)$/
      .exec(error?.message ?? '')?.[1]
      ?.toLowerCase()
      .split(', ')
    return [error?.extensions.statusCode ?? 201, names ?? []]
  },
}
const pathsOf = (errors: { path: string }[] = []) => errors.map(({ path }) => path)
const wrongFields = ({ body }: ApiResponse) => pathsOf(body.errors?.[0]?.data?.errors)
const surfaces = Object.keys(signUpOver)

const signIn = (username: string, typed: string) =>
  appOf(platform.url).post('auth/login/', { username, password: typed })

describe.each(surfaces)('over %s', (surface) => {
  const signUp = (identity: Identity) => signUpOver[surface]!(identity)

  it.each(['Łukasz', '山田太郎', 'שלום', 'محمد', 'o.k_+-', 'ŞEYMA', 'हिन्दी'])(
    'the username %s is taken once, in every form',
    async (name) => {
      const username = `${name}${surfaces.indexOf(surface)}`
      expect(await signUp({ username })).toEqual([201, []])
      for (const same of [username.normalize('NFD'), username.toUpperCase(), ` ${username} `]) {
        expect(await signUp({ username: same })).toEqual([400, ['username']])
        expect((await signIn(same, password)).status).toBe(200)
      }
    },
  )

  it.each([
    ['a space', 'two words'],
    ['a zero-width space', 'ad\u200ba'],
    ['a zero-width joiner', 'ad\u200da'],
    ['a soft hyphen', 'ad\u00ada'],
    ['a byte order mark', '\ufeffad\ufeffa'],
    ['a mark of direction', 'ad\u200ea'],
    ['an override of direction', 'ad\u202ea'],
    ['a variation selector', 'ad\ufe0fa'],
    ['a Hangul filler', 'ad\u3164a'],
    ['a Cyrillic letter among Latin ones', '\u0430dmin'],
    ['a ligature', 'ﬁrst'],
    ['other punctuation', "o'brien"],
    ['two directions', 'adaשלום'],
    ['an emoji', 'ada🤖'],
    ['an accent alone', '\u0301ada'],
  ])('a username with %s is refused', async (_what, username) => {
    expect(await signUp({ username })).toEqual([400, ['username']])
  })

  it('a username that looks like another is refused', async () => {
    const latin = `${unique()}pace`
    expect(await signUp({ username: latin })).toEqual([201, []])
    const wide = Array.from(latin, (character) =>
      String.fromCodePoint(character.codePointAt(0)! + 0xfee0),
    )
    expect(await signUp({ username: wide.join('') })).toEqual([400, ['username']])
    expect(await signUp({ username: `сосе${surfaces.indexOf(surface)}` })).toEqual([201, []])
    expect(await signUp({ username: `coce${surfaces.indexOf(surface)}` })).toEqual([
      400,
      ['username'],
    ])
  })

  it('an address with an international domain is one address', async () => {
    const name = unique()
    expect(await signUp({ email: `${name}@Bücher.example` })).toEqual([201, []])
    for (const email of [
      `${name}@xn--bcher-kva.example`,
      `${name}@bu\u0308cher.example`,
      `${name.toUpperCase()}@BÜCHER.EXAMPLE`,
    ]) {
      expect(await signUp({ email })).toEqual([400, ['email']])
      expect((await signIn(email, password)).status).toBe(200)
    }
    const { rows } = await poolOf(platform.payload).query(
      'SELECT email FROM users WHERE email LIKE $1',
      [`${name}@%`],
    )
    expect(rows).toEqual([{ email: `${name}@bücher.example` }])
  })

  it.each([
    'nobody',
    'ä@example.com',
    'a@127.1',
    'a@ex ample.com',
    'a@-x.com',
    `${'a'.repeat(250)}@x.com`,
  ])('the address %s is refused', async (email) => {
    expect(await signUp({ email })).toEqual([400, ['email']])
  })

  it('a password is the same composed and decomposed, and has 8 characters at least', async () => {
    const composed = 'Zürich café\u00a0bolts'
    const username = unique()
    expect(await signUp({ username, password: composed })).toEqual([201, []])
    for (const typed of [composed, composed.normalize('NFD'), composed.replace('\u00a0', ' ')]) {
      expect((await signIn(username, typed)).status).toBe(200)
      const rest = await clientOf(platform.url).post('/api/users/login', {
        username,
        password: typed,
      })
      expect(rest.status).toBe(200)
    }
    expect((await signIn(username, composed.toLowerCase())).status).toBe(401)
    expect(await signUp({ password: '🤖🦾🦿⚙️' })).toEqual([400, ['password']])
  })
})

describe('an account of before', () => {
  const older = async (username: string, typed: string) => {
    const { user } = await signedInUser(platform.payload, 'attendee', {
      username,
      email: `${unique()}@example.com`,
    })
    await poolOf(platform.payload).query('UPDATE users SET hash = $2 WHERE id = $1', [
      user.id,
      hashSync(typed, { memoryCost: 19_456, timeCost: 2, parallelism: 1 }),
    ])
    return user
  }

  it.each(['NFC', 'NFD'])(
    'signs in with a password that was hashed as it was typed (%s)',
    async (form) => {
      const username = unique()
      const typed = 'Pässwörter\u2003sind lang'
      await older(username, typed.normalize(form))
      for (const again of [typed.normalize(form), typed.normalize('NFC'), typed.normalize('NFD')]) {
        expect((await signIn(username, again)).status).toBe(200)
      }
    },
  )

  it('keeps a username of another form, and its owner can change other fields', async () => {
    const username = 'jose\u0301 of\u200b old'
    const user = await older(username, password)
    const { body } = await signIn(username, password)
    const self = appOf(platform.url, body.access)
    const changed = await self.patch(`/api/users/${user.id}`, { username, displayName: 'José' })
    expect([changed.status, changed.body.doc?.username]).toEqual([200, username])
    expect(await signUpOver.REST!({ username: 'jos\u00e9' })).toEqual([201, []])
    expect((await signIn(username, password)).body.access).toBeDefined()
  })
})

it('reports a taken address under email, and a taken name under username, on a change', async () => {
  const [one, other] = [await signedInUser(platform.payload), await signedInUser(platform.payload)]
  const self = clientOf(platform.url, one.token)
  const path = `/api/users/${one.user.id}`
  const wrong = async (change: Identity) => wrongFields(await self.patch(path, change))
  expect(await wrong({ email: other.user.email })).toEqual(['email'])
  expect(await wrong({ username: other.user.username })).toEqual(['username'])
  expect(await wrong({ email: one.user.email, username: one.user.username })).toEqual([])
})

it('gives a name to one of two who take it at once', async () => {
  const username = 'zoë-at-once'
  const outcomes = await Promise.all(
    [username, username.normalize('NFD')].map((name) => signUpOver.REST!({ username: name })),
  )
  expect(outcomes.toSorted()).toEqual([
    [201, []],
    [400, ['username']],
  ])
})

describe('a sign-up over v1', () => {
  const signUp = (more: object, headers = {}) => {
    const data = filled({})
    const body = { ...data, password_confirm: data.password, ...more }
    return appOf(platform.url).post('auth/register/', body, { headers })
  }
  const settingsOf = async ({ body }: ApiResponse) => {
    const found = await poolOf(platform.payload).query(
      'SELECT language, timezone FROM users WHERE id = $1',
      [body.id],
    )
    return found.rows[0]
  }

  it('takes language and zone, and the language of the browser by default', async () => {
    const given = { language: 'de-AT', timezone: 'europe/vienna' }
    expect(await settingsOf(await signUp(given))).toEqual({
      language: 'de',
      timezone: 'Europe/Vienna',
    })
    const accepting = { 'Accept-Language': 'es-MX, en;q=0.5' }
    expect(await settingsOf(await signUp({}, accepting))).toEqual({
      language: 'es',
      timezone: 'UTC',
    })
  })

  it('refuses a language and a zone that do not exist', async () => {
    const { status, body } = await signUp({ language: 'tlh', timezone: 'Berlin' })
    expect([status, Object.keys(body.details)]).toEqual([400, ['language', 'timezone']])
  })
})
