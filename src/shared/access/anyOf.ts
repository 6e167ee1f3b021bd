import type { PayloadRequest, Where } from 'payload'

type Rule = (args: { req: PayloadRequest }) => boolean | Where

/**
 * Allows what any of the rules allows: `true` as soon as one says so, else the documents that the
 * rules' filters match, else nothing.
 *
 * Not for `create`: there Payload takes a filter to mean yes.
 */
export const anyOf =
  (...rules: Rule[]) =>
  ({ req }: { req: PayloadRequest }): boolean | Where => {
    const filters: Where[] = []
    for (const rule of rules) {
      const answer = rule({ req })
      if (answer === true) return true
      if (answer !== false) filters.push(answer)
    }
    return filters.length > 0 ? { or: filters } : false
  }
