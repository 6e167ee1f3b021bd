import { chiSquaredAbove } from './distributions.ts'

/** Below this probability the split is taken to be broken: one false alarm in a thousand looks. */
const mismatchBelow = 0.001

export interface SampleRatio {
  /** The probability of a split as uneven as this one, or more, if the weights were kept. */
  p: number
  isMismatch: boolean
}

/**
 * Whether people are spread over the variants as the weights say (Pearson's chi-squared test). If not, something lost
 * people of one variant, and no result of the experiment can be trusted (Fabijan et al., "Diagnosing Sample Ratio
 * Mismatch in Online Controlled Experiments", KDD 2019).
 *
 * @param weights shares of the variants, in any unit; a variant with weight 0 must have no people
 */
export function sampleRatio(users: number[], weights: number[]): SampleRatio {
  const total = users.reduce((sum, each) => sum + each, 0)
  const weight = weights.reduce((sum, each) => sum + each, 0)
  const drawn = users.map((seen, index) => ({ seen, expected: (total * weights[index]!) / weight }))
  if (drawn.some(({ expected, seen }) => expected === 0 && seen > 0)) {
    return { p: 0, isMismatch: true }
  }
  const possible = drawn.filter(({ expected }) => expected > 0)
  if (possible.length < 2) return { p: 1, isMismatch: false }
  const statistic = possible.reduce(
    (sum, { expected, seen }) => sum + (seen - expected) ** 2 / expected,
    0,
  )
  const p = chiSquaredAbove(statistic, possible.length - 1)
  return { p, isMismatch: p < mismatchBelow }
}
