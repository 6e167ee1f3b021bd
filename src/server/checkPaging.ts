import type { RequestHandler } from 'express'

const paging = ['limit', 'page', 'depth'] as const
const wholeNumber = /^\d{1,9}$/

/**
 * Refuses paging that is no whole number. Payload would ignore it and give the first page, or echo
 * it, and an app would not learn of its mistake.
 */
export const checkPaging: RequestHandler = (req, res, next) => {
  const wrong = paging.find((name) => {
    const value = req.query[name]
    return value !== undefined && !(typeof value === 'string' && wholeNumber.test(value))
  })
  if (wrong === undefined) next()
  else res.status(400).json({ errors: [{ message: `${wrong} must be a whole number.` }] })
}
