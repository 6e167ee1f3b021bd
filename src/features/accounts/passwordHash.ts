import { pbkdf2, randomBytes, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'

/**
 * Checks passwords as Payload 3.90 stores them: PBKDF2 with SHA-256. Payload does not export its own
 * check, and its sign-in writes a panel session, which apps do not need.
 */
const prefix = 'pbkdf2-sha256-v1:'
const iterations = 600_000
const keyLength = 32

const wellFormed = new RegExp(`^${prefix}[0-9a-f]{${keyLength * 2}}$`)

const derive = promisify(pbkdf2)

/** No user's password. Checking against it takes as long for an unknown user as for a wrong password. */
const nobody = { hash: prefix + '00'.repeat(keyLength), salt: randomBytes(32).toString('hex') }

export interface StoredPassword {
  hash: string | null
  salt: string | null
}

/**
 * Whether the password is the stored one. It takes the same time when no password is stored.
 *
 * @param stored undefined for a user who does not exist
 */
export async function passwordMatches(
  password: string,
  stored: StoredPassword | undefined,
): Promise<boolean> {
  const real = stored?.hash && wellFormed.test(stored.hash) && stored.salt ? stored : undefined
  const { hash, salt } = (real ?? nobody) as { hash: string; salt: string }
  const derived = await derive(password, salt, iterations, keyLength, 'sha256')
  const matches = timingSafeEqual(derived, Buffer.from(hash.slice(prefix.length), 'hex'))
  return matches && real !== undefined
}
