/** Levels that JSON from outside may have. A text with lists within lists has thirty. */
const deepest = 100

/**
 * Whether a value that was JSON has more levels than may be: what goes down into each of them by
 * calling itself would run out of stack.
 */
export function isTooDeep(value: unknown, levels = deepest): boolean {
  if (typeof value !== 'object' || value === null) return false
  if (levels === 0) return true
  return Object.values(value).some((inner) => isTooDeep(inner, levels - 1))
}
