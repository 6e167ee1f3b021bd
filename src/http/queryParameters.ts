const first = (value: unknown): unknown => (Array.isArray(value) ? value[0] : value)

/** The query with one value per parameter: the first, if it was sent twice. v1 has no nested ones. */
export const flat = (query: object) =>
  Object.fromEntries(Object.entries(query).map(([name, value]) => [name, first(value)]))
