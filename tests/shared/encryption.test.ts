import { expect, it } from '@jest/globals'

import { seal, unseal } from '../../src/shared/encryption.ts'

it('what is sealed is read with the secret, and with no other', () => {
  const box = seal('a ticket: 7Q', 'secret')

  expect(unseal(box, 'secret')).toBe('a ticket: 7Q')
  expect(() => unseal(box, 'Secret')).toThrow()
  expect(box.toString('latin1')).not.toContain('ticket')
})

it('the same text is sealed differently each time', () => {
  expect(seal('x', 'secret').equals(seal('x', 'secret'))).toBe(false)
})

it('what was changed is not read', () => {
  const box = seal('a ticket: 7Q', 'secret')

  for (let byte = 0; byte < box.length; byte += 1) {
    const changed = Buffer.from(box)
    changed[byte]! ^= 1
    expect(() => unseal(changed, 'secret')).toThrow()
  }
})
