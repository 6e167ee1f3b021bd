import { randomFillSync } from 'node:crypto'

/** Crockford's base 32. It has no I, L, O and U, so that people can read a code aloud. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

const length = 26

/** Random bytes in advance for 256 codes: a call for each code costs more than the code. */
const random = Buffer.alloc(256 * length)
let used = random.length

/**
 * A new ticket code of 26 characters. Its 130 random bits cannot be guessed.
 * A byte modulo 32 is uniform, because 256 is a multiple of 32.
 */
export function newTicketCode(): string {
  if (used === random.length) {
    randomFillSync(random)
    used = 0
  }
  let code = ''
  for (const end = used + length; used < end; used += 1) code += alphabet.charAt(random[used]! % 32)
  return code
}
