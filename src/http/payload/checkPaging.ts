import type { RequestHandler } from 'express'

const paging = ['limit', 'page', 'depth'] as const
const wholeNumber = /^\d{1,9}$/

/** The name of a parameter that is no whole number, or undefined. */
export const wrongPaging = (query: Record<string, unknown>): string | undefined =>
  paging.find((name) => {
    const value = query[name]
    return value !== undefined && !(typeof value === 'string' && wholeNumber.test(value))
  })

/**
 * Refuses paging that is no whole number. Payload would ignore it and give the first page, or echo
 * it, and an app would not learn of its mistake.
 */
export const checkPaging: RequestHandler = (req, res, next) => {
  const wrong = wrongPaging(req.query)
  if (wrong === undefined) next()
  else res.status(400).json({ errors: [{ message: `${wrong} must be a whole number.` }] })
}
