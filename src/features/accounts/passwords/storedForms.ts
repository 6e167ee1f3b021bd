import { hashSync, parseOptions, verifySync } from '@node-rs/argon2'
import { pbkdf2Sync, randomBytes, timingSafeEqual } from 'node:crypto'

/**
 * How passwords are hashed and compared. Everything here takes milliseconds of a core, so it runs in
 * the threads of `hashingPool.ts` alone.
 */
export interface StoredPassword {
  /** A PHC string of argon2id, or the form of Payload 3.90 that the platform wrote before. */
  hash: string | null
  /** Only the old form has one. A PHC string contains its salt. */
  salt: string | null
}

export interface Comparison {
  matches: boolean
  /** The same password in today's form, if it matches and is stored in an older one. */
  rehashed?: string
}

/** The parameters that OWASP recommends for argon2id: 19 MiB of memory, two passes, one thread. */
const parameters = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

const base64 = (bytes: number) => randomBytes(bytes).toString('base64').replaceAll('=', '')

/** No user's password. Comparing with it takes as long as comparing with a stored one. */
const nobodys = `$argon2id$v=19$m=${parameters.memoryCost},t=${parameters.timeCost},p=${parameters.parallelism}$${base64(16)}$${base64(32)}`

/** The form of Payload 3.90: PBKDF2 with SHA-256, the digest in hexadecimal. */
const oldForm = /^pbkdf2-sha256-v1:([0-9a-f]{64})$/
const oldIterations = 600_000

function matchesOldForm(password: Uint8Array, digest: string, salt: string): boolean {
  const stored = Buffer.from(digest, 'hex')
  return timingSafeEqual(pbkdf2Sync(password, salt, oldIterations, stored.length, 'sha256'), stored)
}

function hasTodaysParameters(hash: string): boolean {
  const found = parseOptions(hash)
  return Object.entries(parameters).every(
    ([name, value]) => found[name as keyof typeof parameters] === value,
  )
}

/** Whether it is a whole PHC string of argon2id. A part of one is nobody's password. */
function isArgon2(hash: string | null | undefined): hash is string {
  if (!hash?.startsWith('$argon2id$')) return false
  try {
    return parseOptions(hash).outputLen >= 16
  } catch {
    return false
  }
}

/** @returns the PHC string of the password, with a new salt */
export const hashPassword = (password: Uint8Array): string => hashSync(password, parameters)

/**
 * Compares a password with a stored one. Without a stored one it takes the same time. Only the old form
 * takes longer, until its owner has signed in once.
 *
 * @param stored undefined for a user who does not exist
 */
export function comparePassword(
  password: Uint8Array,
  stored: StoredPassword | undefined,
): Comparison {
  const digest = stored?.salt && oldForm.exec(stored.hash ?? '')?.[1]
  if (digest) {
    const matches = matchesOldForm(password, digest, stored.salt!)
    return matches ? { matches, rehashed: hashPassword(password) } : { matches }
  }
  const hash = isArgon2(stored?.hash) ? stored.hash : undefined
  const matches = verifySync(hash ?? nobodys, password) && hash !== undefined
  return matches && !hasTodaysParameters(hash)
    ? { matches, rehashed: hashPassword(password) }
    : { matches }
}
