import type { PayloadRequest, Where } from 'payload'

type Rule = (args: { req: PayloadRequest }) => boolean | Where

/**
 * Combines rules with OR: `true` if one rule returns true, else the documents that any of the filters
 * matches, else false.
 *
 * Not for `create`: there Payload treats a filter as true.
 */
export const anyOf =
  (...rules: Rule[]) =>
  ({ req }: { req: PayloadRequest }): boolean | Where => {
    const filters: Where[] = []
    for (const rule of rules) {
      const result = rule({ req })
      if (result === true) return true
      if (result !== false) filters.push(result)
    }
    return filters.length > 0 ? { or: filters } : false
  }
