/** Levels that JSON from clients may have. A rich text with nested lists has 30. */
const maxLevels = 100

/** Whether parsed JSON has too many levels: a recursive function would overflow the stack. */
export function isTooDeep(value: unknown, levels = maxLevels): boolean {
  if (typeof value !== 'object' || value === null) return false
  if (levels === 0) return true
  return Object.values(value).some((inner) => isTooDeep(inner, levels - 1))
}
