import { createHash, randomBytes } from 'node:crypto'
import path from 'node:path'

const longestStem = 60
/** At the end of the names of this release and of earlier ones. */
const token = /-(?:[0-9a-f]{32}|[0-9a-f]{16})$/

/** Hexadecimal digits of each half of the token: of the hash of the content, and random ones. */
const digits = 16

/**
 * A unique name for an uploaded file, of letters, digits and dashes. It holds the beginning of the SHA-256
 * of the content, so the content of a name never changes, and browsers can cache the file. Random digits
 * follow: Payload checks first and writes later, so the same picture that comes twice at once would be one
 * file of two documents.
 *
 * @param given the name that the client sent; its letters and digits are kept
 */
export function uniqueFileName(given: string, content: Buffer, extension: string): string {
  const stem = path
    .parse(given)
    .name.normalize('NFKD')
    .toLowerCase()
    .replace(/\p{M}/gu, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(token, '')
    .slice(0, longestStem)
    .replace(/^-|-$/g, '')
  const hash = createHash('sha256').update(content).digest('hex').slice(0, digits)
  const random = randomBytes(digits / 2).toString('hex')
  return `${stem || 'image'}-${hash}${random}.${extension}`
}
