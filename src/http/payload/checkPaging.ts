import type { RequestHandler } from 'express'

const paging = ['limit', 'page', 'depth'] as const
const wholeNumber = /^\d{1,9}$/

/** The name of a paging parameter that is not a whole number; undefined when all are. */
export const wrongPaging = (query: Record<string, unknown>): string | undefined =>
  paging.find((name) => {
    const value = query[name]
    return value !== undefined && !(typeof value === 'string' && wholeNumber.test(value))
  })

/**
 * Refuses paging parameters that are not whole numbers. Payload would ignore them and return the first
 * page, and the developer of an app would not notice the mistake.
 */
export const checkPaging: RequestHandler = (req, res, next) => {
  const wrong = wrongPaging(req.query)
  if (wrong === undefined) next()
  else res.status(400).json({ errors: [{ message: `${wrong} must be a whole number.` }] })
}
