import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'

const algorithm = 'aes-256-gcm'
const ivLength = 12
const tagLength = 16

const keyOf = (secret: string) => Buffer.from(hkdfSync('sha256', secret, '', 'sealed answer', 32))

/** Encrypts a text (AES-256-GCM; RFC 5869 derives the key from the secret). */
export function encrypt(plain: string, secret: string): Buffer {
  const iv = randomBytes(ivLength)
  const cipher = createCipheriv(algorithm, keyOf(secret), iv)
  const encrypted = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()])
  return Buffer.concat([iv, cipher.getAuthTag(), encrypted])
}

/**
 * Decrypts a text.
 *
 * @throws {Error} when it was encrypted with another secret, or the bytes were changed
 */
export function decrypt(encrypted: Buffer, secret: string): string {
  const decipher = createDecipheriv(algorithm, keyOf(secret), encrypted.subarray(0, ivLength))
  decipher.setAuthTag(encrypted.subarray(ivLength, ivLength + tagLength))
  const plain = decipher.update(encrypted.subarray(ivLength + tagLength))
  return Buffer.concat([plain, decipher.final()]).toString('utf8')
}
