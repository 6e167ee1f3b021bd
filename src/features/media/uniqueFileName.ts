import { randomBytes } from 'node:crypto'
import path from 'node:path'

const longestStem = 60
const token = /-[0-9a-f]{16}$/

/**
 * A unique name for an uploaded file, of letters, digits and dashes. Payload checks first and writes
 * later, so two uploads at the same time could get the same name. The content of a name never changes,
 * so browsers can cache the file.
 *
 * @param given the name that the client sent; its letters and digits are kept
 */
export function uniqueFileName(given: string, extension: string): string {
  const stem = path
    .parse(given)
    .name.normalize('NFKD')
    .toLowerCase()
    .replace(/\p{M}/gu, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(token, '')
    .slice(0, longestStem)
    .replace(/^-|-$/g, '')
  return `${stem || 'image'}-${randomBytes(8).toString('hex')}.${extension}`
}
