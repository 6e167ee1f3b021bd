import { hashSync } from '@node-rs/argon2'
import { describe, expect, it } from '@jest/globals'
import { pbkdf2Sync } from 'node:crypto'

import { comparePassword } from '../../src/features/accounts/passwords/storedForms.ts'

const bytes = (text: string) => Buffer.from(text)
const argon2 = (parameters: object) => hashSync('right', parameters)

const today = argon2({ memoryCost: 19_456, timeCost: 2, parallelism: 1 })
const weaker = argon2({ memoryCost: 8192, timeCost: 3, parallelism: 1 })
const otherVariant = argon2({ algorithm: 1, memoryCost: 19_456, timeCost: 2, parallelism: 1 })
const salt = 'ab'.repeat(32)
const old = `pbkdf2-sha256-v1:${pbkdf2Sync('right', salt, 600_000, 32, 'sha256').toString('hex')}`

describe('comparePassword', () => {
  it.each([
    ["today's form", { hash: today, salt: null }, false],
    ["today's form with a salt", { hash: today, salt }, false],
    ['other parameters', { hash: weaker, salt: null }, true],
    ["Payload's form", { hash: old, salt }, true],
  ])('%s: takes the right password, and no other', (_name, stored, isRehashed) => {
    const { matches, rehashed } = comparePassword(bytes('right'), stored)

    expect(matches).toBe(true)
    expect(rehashed !== undefined).toBe(isRehashed)
    expect(comparePassword(bytes('wrong'), stored)).toEqual({ matches: false })
  })

  it.each([
    ['another variant of argon2', { hash: otherVariant, salt: null }],
    ['half a PHC string', { hash: today.slice(0, -20), salt: null }],
    [
      'a PHC string without its digest',
      { hash: today.slice(0, today.lastIndexOf('$')), salt: null },
    ],
    ["Payload's form without its salt", { hash: old, salt: null }],
    ["half of Payload's form", { hash: old.slice(0, -2), salt }],
    ['something else', { hash: 'right', salt }],
    ['an empty text', { hash: '', salt: '' }],
    ['no password', { hash: null, salt: null }],
    ['no user', undefined],
  ])('%s: no password matches', (_name, stored) => {
    expect(comparePassword(bytes('right'), stored)).toEqual({ matches: false })
  })

  it('stores a rehashed password in today’s form', () => {
    const { rehashed } = comparePassword(bytes('right'), { hash: old, salt })

    expect(rehashed).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
    expect(comparePassword(bytes('right'), { hash: rehashed!, salt: null })).toEqual({
      matches: true,
    })
  })
})
