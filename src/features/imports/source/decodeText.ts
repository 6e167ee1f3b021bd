import chardet from 'chardet'
import iconv from 'iconv-lite'
import { isUtf8 } from 'node:buffer'

import { ImportError } from '../command/ImportError.ts'

const marks: [encoding: string, mark: number[]][] = [
  ['utf-8', [0xef, 0xbb, 0xbf]],
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
]

/** The encoding that a byte order mark at the beginning names. */
const marked = (bytes: Buffer) =>
  marks.find(([, mark]) => mark.every((byte, index) => bytes[index] === byte))?.[0]

/** Every second byte of European text in UTF-16 is zero. In other texts none is. */
function utf16Without(bytes: Buffer): string | undefined {
  const start = bytes.subarray(0, 1000)
  const zeros = start.filter((byte) => byte === 0).length
  if (zeros * 4 < start.length) return undefined
  return start.indexOf(0) % 2 === 0 ? 'utf-16be' : 'utf-16le'
}

/** The number of the first line that is not UTF-8. */
function badLine(bytes: Buffer): number {
  let line = 1
  let from = 0
  for (;;) {
    const end = bytes.indexOf(0x0a, from)
    if (end < 0 || !isUtf8(bytes.subarray(from, end))) return line
    line += 1
    from = end + 1
  }
}

const isArchive = (bytes: Buffer) => bytes.subarray(0, 4).equals(Buffer.from('PK\u0003\u0004'))

/** A text that was read, and how. */
export interface DecodedText {
  text: string
  encoding: string
  /** Whether the file did not say its encoding, nor did the user. */
  isGuessed: boolean
}

/** ISO 8859-1 has control characters where Windows has quotes and dashes, and nobody writes those. */
const guessOf = (bytes: Buffer) =>
  (chardet.detect(bytes) ?? 'windows-1252').toLowerCase().replace('iso-8859-1', 'windows-1252')

/** The encoding of a file. */
function encodingOf(bytes: Buffer, chosen: string | undefined): [name: string, isGuessed: boolean] {
  const named = marked(bytes)
  if (named) return [named, false]
  const utf16 = utf16Without(bytes)
  if (utf16) return [chosen ?? utf16, chosen === undefined]
  if (isUtf8(bytes)) return ['utf-8', false]
  return [chosen ?? guessOf(bytes), chosen === undefined]
}

/**
 * The text of a file, whose encoding is guessed when nobody says it. What is read so must be shown to a person.
 *
 * @param chosen the encoding of files that are not UTF-8
 * @throws {ImportError} when the file is no text
 */
export function guessText(name: string, bytes: Buffer, chosen?: string): DecodedText {
  if (isArchive(bytes))
    throw new ImportError(`${name} is an Excel workbook or another archive: export a CSV.`)
  const [encoding, isGuessed] = encodingOf(bytes, chosen)
  const text = iconv.decode(bytes, encoding)
  if (isGuessed && text.slice(0, 1000).includes('\0'))
    throw new ImportError(`${name} is no text: export a CSV.`)
  return { text, encoding, isGuessed }
}

/**
 * The text of a file in UTF-8, or in UTF-16 with a byte order mark. Any other encoding must be named: a
 * wrong guess would store wrong names, and nobody would notice.
 *
 * @param chosen the encoding of files that are not UTF-8
 * @throws {ImportError} when the file has another encoding than those, or is no text
 */
export function decodeText(name: string, bytes: Buffer, chosen?: string): string {
  const { encoding, isGuessed, text } = guessText(name, bytes, chosen)
  if (!isGuessed) return text
  const where = encoding.startsWith('utf-16') ? '' : `, see line ${badLine(bytes)}`
  throw new ImportError(
    `${name} is not UTF-8${where}. It looks like ${encoding}: ` +
      `save it as UTF-8, or name its encoding with --encoding ${encoding}.`,
  )
}

/** Whether the name of an encoding can be given as `chosen`. */
export const isEncoding = (name: string): boolean => iconv.encodingExists(name)
