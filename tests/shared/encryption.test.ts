import { expect, it } from '@jest/globals'

import { encrypt, decrypt } from '../../src/shared/encryption.ts'

it('what is sealed is read with the secret, and with no other', () => {
  const box = encrypt('a ticket: 7Q', 'secret')

  expect(decrypt(box, 'secret')).toBe('a ticket: 7Q')
  expect(() => decrypt(box, 'Secret')).toThrow()
  expect(box.toString('latin1')).not.toContain('ticket')
})

it('the same text is sealed differently each time', () => {
  expect(encrypt('x', 'secret').equals(encrypt('x', 'secret'))).toBe(false)
})

it('what was changed is not read', () => {
  const box = encrypt('a ticket: 7Q', 'secret')

  for (let byte = 0; byte < box.length; byte += 1) {
    const changed = Buffer.from(box)
    changed[byte]! ^= 1
    expect(() => decrypt(changed, 'secret')).toThrow()
  }
})
