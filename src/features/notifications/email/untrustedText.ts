/** What people typed, made fit for a mail: it is text, of a length, and on as many lines as it may be. */

/**
 * Control characters, among them the line breaks that end a header, and the marks that turn the
 * direction of writing around, with which one address can be made to look like another.
 */
const unseen = /[\p{Cc}\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/gu

/** Cuts after so many characters, never in the middle of one, and says so with an ellipsis. */
function bounded(text: string, most: number): string {
  if (text.length <= most) return text
  // Of two units at most each: one character too many is enough to know.
  const characters = Array.from(text.slice(0, 2 * (most + 1)))
  return characters.length <= most
    ? text
    : `${characters
        .slice(0, most - 1)
        .join('')
        .trimEnd()}…`
}

/** One line of text of at most so many characters. */
export const singleLine = (text: string, most: number): string =>
  bounded(text.replace(/\s+/gu, ' ').replace(unseen, '').toWellFormed().trim(), most)

/** Text that keeps its lines, of at most so many characters; of empty lines, one at a time. */
export const multiLine = (text: string, most: number): string =>
  bounded(
    text
      .replace(/\r\n?|[\u2028\u2029]/gu, '\n')
      .split('\n')
      .map((line) => line.replace(/\t/g, ' ').replace(unseen, '').trimEnd())
      .join('\n')
      .replace(/\n{3,}/g, '\n\n')
      .toWellFormed()
      .trim(),
    most,
  )

/** What a mail program would make a link of: a scheme, an address, or a domain. */
const linked = /[/@\\]|:|www\.|\p{L}\.\p{L}{2,}/iu

/**
 * The name to greet somebody by, if it is one. Whoever opens an account chooses its name and the
 * address that is written to: a name that is an advertisement would make every greeting one.
 */
export function nameToGreet(name: string): string | undefined {
  const line = singleLine(name, 60)
  return line === '' || linked.test(line) ? undefined : line
}
