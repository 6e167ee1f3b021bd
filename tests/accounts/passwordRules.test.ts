import { describe, expect, it } from '@jest/globals'
import { pbkdf2Sync } from 'node:crypto'

import { passwordMatches } from '../../src/features/accounts/passwordHash.ts'
import { countHashes } from '../support/countHashes.ts'

const salt = 'ab'.repeat(32)
const hash = `pbkdf2-sha256-v1:${pbkdf2Sync('right', salt, 600_000, 32, 'sha256').toString('hex')}`

describe('passwordMatches', () => {
  it.each([
    ['the stored password', 'right', { hash, salt }, true],
    ['another one', 'wrong', { hash, salt }, false],
    ['nothing at all', '', { hash, salt }, false],
    ['nobody', 'right', undefined, false],
    ['an account without a password', 'right', { hash: null, salt: null }, false],
    ['a hash without its salt', 'right', { hash, salt: null }, false],
    ['a hash of another kind', 'right', { hash: 'ff'.repeat(32), salt }, false],
    ['half a hash', 'right', { hash: hash.slice(0, -2), salt }, false],
  ])('%s', async (_name, password, stored, expected) => {
    let matches: boolean | undefined
    const hashes = await countHashes(async () => {
      matches = await passwordMatches(password, stored)
    })

    expect(matches).toBe(expected)
    expect(hashes).toBe(1)
  })
})
