import { decodeText } from '../../source/decodeText.ts'

/** A line break of any kind, and the sign at the beginning of the next line that continues a folded one. */
const fold = /(?:\r{0,3}\n|\r)[ \t]/g
const lineBreak = /\r{0,3}\n|\r/g

const isUtf16 = (bytes: Buffer) => bytes.subarray(0, 1000).includes(0)

/**
 * The lines of a calendar file, unfolded (RFC 5545, 3.1). Many programs fold in the middle of a character of
 * several bytes, so the bytes are joined before they become text.
 *
 * @param encoding of a file that is not UTF-8
 * @throws {ImportError} when the file has another encoding
 */
export function linesOf(name: string, bytes: Buffer, encoding?: string): string[] {
  if (isUtf16(bytes)) return decodeText(name, bytes, encoding).replace(fold, '').split(lineBreak)
  // Each byte is one character here, and becomes the same byte again.
  const unfolded = Buffer.from(bytes.toString('latin1').replace(fold, ''), 'latin1')
  return decodeText(name, unfolded, encoding)
    .replace(/^\uFEFF/, '')
    .split(lineBreak)
}
