import { multiLineText, singleLineText } from './typedText.ts'

/** Makes text that people typed safe for emails and calendars: of limited length, on one line or several. */

/** Cuts a text to a number of characters, never in the middle of one, and ends it with an ellipsis. */
function truncate(text: string, maxLength: number): string {
  if (text.length <= maxLength) return text
  // A character has at most two code units. One character too many is enough to know.
  const characters = Array.from(text.slice(0, 2 * (maxLength + 1)))
  return characters.length <= maxLength
    ? text
    : `${characters
        .slice(0, maxLength - 1)
        .join('')
        .trimEnd()}…`
}

/** A null character ends a text in some programs. A lone surrogate is not valid in UTF-8. */
const valid = (text: string) => text.replaceAll('\0', '').toWellFormed().trim()

/** One line of text with at most `maxLength` characters: no line break can end a header. */
export const boundedLine = (text: string, maxLength: number): string =>
  truncate(valid(singleLineText(text).replace(/\s+/gu, ' ')), maxLength)

/** Text of at most `maxLength` characters that keeps its lines, and at most one empty line in a row. */
export const boundedLines = (text: string, maxLength: number): string =>
  truncate(
    valid(
      multiLineText(text.replace(/\r\n?|[\u2028\u2029]/gu, '\n'))
        .split('\n')
        .map((line) => line.replace(/\t/g, ' ').trimEnd())
        .join('\n')
        .replace(/\n{3,}/g, '\n\n'),
    ),
    maxLength,
  )
