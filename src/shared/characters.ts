/**
 * Whether a text has more characters than `maximum`. Characters are Unicode code points, as in
 * PostgreSQL and in JSON Schema. `length` counts UTF-16 code units: an emoji would count twice.
 */
export function isLongerThan(text: string, maximum: number): boolean {
  if (text.length <= maximum) return false
  if (text.length > 2 * maximum) return true
  return characterCount(text) > maximum
}

/** The number of characters (code points) of a text. */
export function characterCount(text: string): number {
  let count = 0
  for (const _character of text) count += 1
  return count
}
