import { parse } from 'node:querystring'

const paging = ['limit', 'page', 'depth'] as const
const wholeNumber = /^\d{1,9}$/

/**
 * The name of a paging parameter that is not a whole number; undefined when all are. Payload would
 * ignore it and return the first page, and the developer of an app would not notice the mistake.
 *
 * @param search the query of a URL, without the question mark
 */
export function wrongPaging(search: string): string | undefined {
  if (search === '') return undefined
  const query = parse(search)
  return paging.find((name) => {
    const value = query[name]
    return value !== undefined && !(typeof value === 'string' && wholeNumber.test(value))
  })
}
