import { parse } from 'node:querystring'

/** The query of a URL, without the question mark; '' when it has none. */
export function searchOf(url: string): string {
  const start = url.indexOf('?')
  return start < 0 ? '' : url.slice(start + 1)
}

const first = (value: string | string[] | undefined) => (Array.isArray(value) ? value[0] : value)

/**
 * The query parameters of a URL, with one value each: the first, if a parameter was sent twice. v1 has
 * no nested ones.
 */
export const queryOf = (url: string): Record<string, string | undefined> =>
  Object.fromEntries(
    Object.entries(parse(searchOf(url))).map(([name, value]) => [name, first(value)]),
  )
