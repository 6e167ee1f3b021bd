/**
 * Characters that are invisible and that no keyboard types: control characters, which forge lines where a
 * text is printed, and marks that reverse the direction of writing, which make one name look like another.
 * Marks that only state the direction of a neighbour may stay.
 *
 * A null character stays, too: a text with one is refused, because PostgreSQL cannot store it.
 */
// eslint-disable-next-line no-control-regex -- the pattern has to name these characters
const invisible = /[\u0001-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069]/g

/** A text without invisible characters. Its line breaks stay. A lone surrogate, half a character, becomes U+FFFD. */
export const multiLineText = (text: string): string => text.replace(invisible, '').toWellFormed()

/** A text on one line, without invisible characters. */
export const singleLineText = (text: string): string =>
  multiLineText(text.replace(/[\t\n\r\u0085\u2028\u2029]+/g, ' '))
