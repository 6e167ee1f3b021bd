/** What was seen of the people who got a variant, summed up over days. */
export interface Sample {
  /** People who saw the variant. */
  users: number
  /** The sum of their values: for a rate, how many of them did it. */
  sum: number
  /** The sum of the squares of their values: for a rate the same as the sum, and left out. */
  sumOfSquares?: number
}

/** The mean of a sample; of a rate, the rate. 0 without people. */
export const meanOf = ({ sum, users }: Sample): number => (users === 0 ? 0 : sum / users)

/**
 * The variance of the values of single people. Of a rate it is p(1 - p); of a mean it is that of a sample, with
 * n - 1. Never below 0.
 */
export function varianceOf({ sum, sumOfSquares, users }: Sample): number {
  if (users === 0) return 0
  const mean = sum / users
  if (sumOfSquares === undefined) return mean * (1 - mean)
  return users === 1 ? 0 : Math.max(0, (sumOfSquares - sum * mean) / (users - 1))
}
