import { randomBytes } from 'node:crypto'

/** Crockford's base 32: no I, L, O or U, so that a code can be read out at a door. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/**
 * A new ticket code: 26 characters, 130 random bits, so that nobody guesses another's.
 * A byte modulo 32 is uniform because 256 is a multiple of 32.
 */
export const newTicketCode = (): string =>
  Array.from(randomBytes(26), (byte) => alphabet[byte % 32]).join('')
