import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'

const algorithm = 'aes-256-gcm'
const ivLength = 12
const tagLength = 16

const keyOf = (secret: string) => Buffer.from(hkdfSync('sha256', secret, '', 'sealed answer', 32))

/** Encrypts a text so that only who knows the secret reads it (AES-GCM, RFC 5869 for the key). */
export function encrypt(plain: string, secret: string): Buffer {
  const iv = randomBytes(ivLength)
  const cipher = createCipheriv(algorithm, keyOf(secret), iv)
  const sealed = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()])
  return Buffer.concat([iv, cipher.getAuthTag(), sealed])
}

/**
 * The text that was sealed.
 *
 * @throws {Error} when the secret is another, or the bytes were changed
 */
export function decrypt(box: Buffer, secret: string): string {
  const decipher = createDecipheriv(algorithm, keyOf(secret), box.subarray(0, ivLength))
  decipher.setAuthTag(box.subarray(ivLength, ivLength + tagLength))
  const plain = decipher.update(box.subarray(ivLength + tagLength))
  return Buffer.concat([plain, decipher.final()]).toString('utf8')
}
