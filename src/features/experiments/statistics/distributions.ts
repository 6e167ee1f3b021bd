import { incompleteGamma } from './incompleteGamma.ts'

/** The probability that a standard normal variable is below z (DLMF 7.11.1 with 8.2.4). */
export function normalBelow(z: number): number {
  const { lower, upper } = incompleteGamma(0.5, (z * z) / 2)
  return z < 0 ? upper / 2 : (1 + lower) / 2
}

/** Steps that halve the range of a quantile until it is as exact as a number can be. */
const halvings = 80

/**
 * The number below which a standard normal variable is with a probability, by bisection.
 *
 * @param probability above 0 and below 1
 */
export function normalQuantile(probability: number): number {
  let [low, high] = [-40, 40]
  for (let step = 0; step < halvings; step += 1) {
    const middle = (low + high) / 2
    if (normalBelow(middle) < probability) low = middle
    else high = middle
  }
  return (low + high) / 2
}

/** The probability that a chi-squared variable is above a value: Q(k/2, x/2). */
export const chiSquaredAbove = (value: number, degreesOfFreedom: number): number =>
  incompleteGamma(degreesOfFreedom / 2, value / 2).upper
