import type { PageRequest } from '../../../../http/pages/page.ts'

/**
 * The number of places in a form, for a schema of v1, which wants a number. What is no whole number goes to the
 * schema as it is, and gets its sentence.
 */
export function seatsOf({ field }: Pick<PageRequest, 'field'>): { seats?: unknown } {
  const typed = field('seats').trim()
  if (typed === '') return {}
  return { seats: /^-?\d{1,9}$/.test(typed) ? Number(typed) : typed }
}
