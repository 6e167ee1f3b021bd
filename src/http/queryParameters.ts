const first = (value: unknown): unknown => (Array.isArray(value) ? value[0] : value)

/** Of a parameter given twice the first counts; nested ones are no part of the contract. */
export const flat = (query: object) =>
  Object.fromEntries(Object.entries(query).map(([name, value]) => [name, first(value)]))
