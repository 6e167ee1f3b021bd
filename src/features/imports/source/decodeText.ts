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

/** The text of a file, or the reason why it is none. */
function decode(bytes: Buffer, chosen: string | undefined): string | { refused: string } {
  if (isArchive(bytes)) return { refused: 'is an Excel workbook or another archive: export a CSV' }
  const utf16 = utf16Without(bytes)
  const known = marked(bytes) ?? (utf16 || isUtf8(bytes) ? undefined : chosen)
  if (known) return iconv.decode(bytes, known)
  if (utf16) return chosen ? iconv.decode(bytes, chosen) : { refused: advice('', utf16) }
  if (isUtf8(bytes)) return bytes.toString('utf8')
  return {
    refused: advice(`, see line ${badLine(bytes)}`, chardet.detect(bytes) ?? 'windows-1252'),
  }
}

const advice = (where: string, guess: string) =>
  `is not UTF-8${where}. It looks like ${guess.toLowerCase()}: ` +
  `save it as UTF-8, or name its encoding with --encoding ${guess.toLowerCase()}`

/**
 * The text of a file in UTF-8, or in UTF-16 with a byte order mark. Any other encoding must be named: a
 * wrong guess would store wrong names, and nobody would notice.
 *
 * @param chosen the encoding of files that are not UTF-8
 * @throws {ImportError} when the file has another encoding than those, or is no text
 */
export function decodeText(name: string, bytes: Buffer, chosen?: string): string {
  const text = decode(bytes, chosen)
  if (typeof text !== 'string') throw new ImportError(`${name} ${text.refused}.`)
  return text
}

/** Whether the name of an encoding can be given as `chosen`. */
export const isEncoding = (name: string): boolean => iconv.encodingExists(name)
