import { describe, expect, it } from '@jest/globals'
import { randomBytes } from 'node:crypto'
import jwt from 'jsonwebtoken'

import { readEnv } from '../../src/runtime/env/env.ts'
import { eventually } from '../support/eventually.ts'
import { stepClock } from '../support/stepClock.ts'
import { tokenKeysOf, Tokens } from '../../src/features/accounts/tokens.ts'

const key = (kid: string) => ({ kid, secret: randomBytes(32).toString('hex') })
const [first, second, third] = [key('2027-01'), key('2027-02'), key('2027-03')]

const details = { userId: 7, version: 3, lifetime: 60 }
const sign = (tokens: Tokens) => tokens.sign('access', details)

describe('a token', () => {
  const tokens = new Tokens([first])

  it('says whose it is, and for which version of them', () => {
    expect(tokens.verify('access', sign(tokens))).toEqual({
      userId: 7,
      version: 3,
      jti: expect.stringMatching(/^[0-9a-f-]{36}$/),
      expiresAt: expect.any(Number),
      email: undefined,
    })
  })

  it('is signed with HS256, and names its key', () => {
    expect(jwt.decode(sign(tokens), { complete: true })!.header).toEqual({
      alg: 'HS256',
      typ: 'JWT',
      kid: first.kid,
    })
  })

  it('is for one use alone', () => {
    const uses = ['access', 'refresh', 'confirm-email'] as const
    const passes = uses.flatMap((made) =>
      uses.filter((wanted) => tokens.verify(wanted, tokens.sign(made, details))),
    )

    expect(passes).toEqual([...uses])
  })

  it('comes out the same for the same id and time', () => {
    const again = { ...details, jti: 'one', issuedAt: new Date('2027-01-01T00:00:00.700Z') }

    expect(tokens.sign('refresh', again)).toBe(tokens.sign('refresh', again))
  })
})

it('a token that was used ends in time when the time of day is set back meanwhile', async () => {
  const tokens = new Tokens([first])
  const token = tokens.sign('access', { ...details, lifetime: 2 })
  const verify = () => Promise.resolve(tokens.verify('access', token))
  expect(await verify()).toBeDefined()

  const restore = stepClock(-2 * 3_600_000)
  try {
    await eventually(verify, (claims) => claims === undefined)
  } finally {
    restore()
  }
})

describe('keys that are exchanged', () => {
  const before = new Tokens([first])
  const during = new Tokens([second, first])
  const after = new Tokens([third, second])

  it('the first signs', () => {
    expect(jwt.decode(sign(during), { complete: true })!.header.kid).toBe(second.kid)
  })

  it('what an older key signed is good as long as the key is named', () => {
    expect(during.verify('access', sign(before))).toBeDefined()
    expect(after.verify('access', sign(during))).toBeDefined()
    expect(after.verify('access', sign(before))).toBeUndefined()
  })

  it('what the new key signed is not good where only the old one is known', () => {
    expect(before.verify('access', sign(during))).toBeUndefined()
  })

  it("a key under another's name is not good", () => {
    const stranger = new Tokens([{ kid: first.kid, secret: second.secret }])

    expect(during.verify('access', sign(stranger))).toBeUndefined()
  })
})

describe('TOKEN_KEYS', () => {
  const env = (TOKEN_KEYS: string) => readEnv({ TOKEN_KEYS }).TOKEN_KEYS

  it('names keys and their secrets, which may hold colons', () => {
    const secret = `a:b:${'c'.repeat(32)}`

    expect(env(`new:${secret},old:${first.secret}`)).toEqual([
      { kid: 'new', secret },
      { kid: 'old', secret: first.secret },
    ])
  })

  it.each([
    ['a short secret', `new:${'x'.repeat(31)}`],
    ['no name', 'x'.repeat(40)],
    ['two keys of one name', `new:${'x'.repeat(32)},new:${'y'.repeat(32)}`],
    ['a key and nothing', `new:${'x'.repeat(32)},`],
  ])('%s stops the start, and is not shown', (_name, keys) => {
    expect(() => env(keys)).toThrow(/^TOKEN_KEYS: must (?!.*(xxx|yyy))/)
  })

  it('without them a key is derived from the secret, and is not the secret', () => {
    const [derived] = tokenKeysOf(undefined, 'the secret')

    expect(derived!.secret).toMatch(/^[0-9a-f]{64}$/)
    expect(tokenKeysOf(undefined, 'the secret')).toEqual([derived])
    expect(tokenKeysOf(undefined, 'another secret')).not.toEqual([derived])
  })
})
