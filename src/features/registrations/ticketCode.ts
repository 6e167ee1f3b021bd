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

/** Characters that people read or type for a digit, as Crockford's base 32 decodes them. */
const misread: Record<string, string> = { I: '1', L: '1', O: '0' }

/**
 * A ticket code, or a part of one, as it is stored: people type it in lower case, with spaces or
 * hyphens. Misread characters are corrected in a whole code only, because a part may be a part of a name.
 */
export function normalizeTicketCode(typed: string): string {
  const code = typed
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[^\p{L}\p{N}]/gu, '')
  // An empty part would match every code.
  if (code === '') return typed
  return code.length === length ? code.replace(/[ILO]/g, (character) => misread[character]!) : code
}
