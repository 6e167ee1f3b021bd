/**
 * What nobody can see in a text and no keyboard types: control characters, which forge lines where a
 * text is printed, and the marks that turn the direction of writing around, with which one name can be
 * made to look like another. Marks that only say in which direction a neighbour runs may stay.
 *
 * A null character stays, too: a text that has one is refused, because PostgreSQL holds none.
 */
// eslint-disable-next-line no-control-regex -- these are the characters that it is about
const unseen = /[\u0001-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069]/g

/** A text that keeps its lines, without what cannot be seen. */
export const multiLineText = (text: string): string => text.replace(unseen, '')

/** The same on one line. */
export const singleLineText = (text: string): string =>
  text.replace(/[\t\n\r\u0085\u2028\u2029]+/g, ' ').replace(unseen, '')
