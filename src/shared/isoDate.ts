/** A day, or an instant, in ISO 8601: `2027-01-05`, `2027-01-05T10:00:00Z`, with a sign for far years. */
const isoDate =
  /^([+-]\d{2})?\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}([.,]\d+)?)?\s?(Z|[+-]\d{2}:?\d{2})?)?$/i

/**
 * Why a text cannot be a date; undefined when it can, and for all other values. JavaScript reads
 * `05/01/2027` and `5.1.2027` both as the first of May, which half of the world does not mean.
 */
export const dateFormatProblem = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' && !isoDate.test(value.trim())
    ? 'Enter a date in ISO 8601, such as 2027-01-05T10:00:00Z'
    : undefined
