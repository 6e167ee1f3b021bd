import { randomBytes } from 'node:crypto'
import path from 'node:path'

const longestStem = 60
const token = /-[0-9a-f]{16}$/

/**
 * A name for an uploaded file that no other has, of letters, digits and dashes alone. Payload makes
 * names unique by looking first and writing later, so two uploads at once would share a file; and
 * as a name never gets other content, browsers may keep what they have for ever.
 *
 * @param given the name that the client sent, of which the letters are kept
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
