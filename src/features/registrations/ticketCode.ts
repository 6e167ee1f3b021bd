import { randomBytes } from 'node:crypto'

/** Crockford's base 32. It has no I, L, O and U, so that people can read a code aloud. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/**
 * A new ticket code of 26 characters. Its 130 random bits cannot be guessed.
 * A byte modulo 32 is uniform, because 256 is a multiple of 32.
 */
export const newTicketCode = (): string =>
  Array.from(randomBytes(26), (byte) => alphabet[byte % 32]).join('')
