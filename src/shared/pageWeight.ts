import { Refusal } from './errors/Refusal.ts'

/** The most that the documents of one answer of REST or GraphQL may weigh, in bytes. */
export const maxPageBytes = 4 * 1024 * 1024

/** Documents that a page may always have, however large they are. */
export const alwaysAllowed = 10

/** The refusal of a page that is too heavy. */
export const pageTooHeavy = (): Refusal =>
  new Refusal(
    400,
    'page_too_heavy',
    `These documents are larger than the ${maxPageBytes / 1024 / 1024} MB that one page may have. Ask for fewer with limit, or for some of their fields with select.`,
  )

/**
 * What a value weighs as JSON, about, in bytes. It stops counting above the limit.
 *
 * @param limit the weight at which it stops
 */
export function weightOf(value: unknown, limit = maxPageBytes): number {
  const waiting: unknown[] = [value]
  let weight = 0
  while (waiting.length > 0 && weight <= limit) {
    const next = waiting.pop()
    if (typeof next === 'string') weight += Buffer.byteLength(next) + 2
    else if (typeof next !== 'object' || next === null || next instanceof Date) weight += 8
    else {
      for (const [name, inner] of Object.entries(next)) {
        weight += name.length + 3
        waiting.push(inner)
      }
    }
  }
  return weight
}
