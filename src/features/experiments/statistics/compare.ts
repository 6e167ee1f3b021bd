import { alwaysValidP, reachOf } from './confidenceSequence.ts'
import { meanOf, type Sample, varianceOf } from './sample.ts'

/** A range that holds the true value, with 95 % for all looks together. */
export interface Interval {
  low: number
  high: number
}

export interface Comparison {
  /** Rates or means of the two variants. */
  control: number
  treatment: number
  /** Treatment less control, in the unit of the metric; for a rate 0.01 is one point in a hundred. */
  difference: number
  interval: Interval
  /** The difference as a share of the control; undefined while the control has nothing. */
  relative?: { difference: number; interval: Interval }
  /** A p-value that stays valid however often somebody looks. */
  p: number
  /** Whether the interval leaves out zero. */
  isClear: boolean
}

/** Fewer people than this in one variant, and the normal distribution says nothing about their mean. */
export const leastUsers = 100

/** Of a rate, fewer people than this who did it, or who did not, say nothing either. */
const leastOfEach = 10

const around = (middle: number, reach: number): Interval => ({
  low: middle - reach,
  high: middle + reach,
})

/** Whether a sample is large enough to be compared. */
function isEnough(sample: Sample): boolean {
  const { sum, sumOfSquares, users } = sample
  if (users < leastUsers) return false
  if (sumOfSquares !== undefined) return varianceOf(sample) > 0
  return sum >= leastOfEach && users - sum >= leastOfEach
}

/**
 * Compares a variant with the control. The interval and the p-value may be looked at every day.
 *
 * @returns undefined while one of them is too small to be compared
 */
export function compare(control: Sample, treatment: Sample): Comparison | undefined {
  if (!isEnough(control) || !isEnough(treatment)) return undefined
  const [from, to] = [meanOf(control), meanOf(treatment)]
  const [fromVariance, toVariance] = [control, treatment].map((one) => varianceOf(one) / one.users)
  const people = control.users + treatment.users
  const difference = to - from
  const error = Math.sqrt(fromVariance! + toVariance!)
  const reach = reachOf(people)
  const interval = around(difference, reach * error)
  const comparison: Comparison = {
    control: from,
    treatment: to,
    difference,
    interval,
    p: alwaysValidP(difference / error, people),
    isClear: interval.low > 0 || interval.high < 0,
  }
  if (from === 0) return comparison
  // The delta method: the variance of a ratio of two means that are independent.
  const relativeError = Math.sqrt(toVariance! + (to / from) ** 2 * fromVariance!) / Math.abs(from)
  const relative = difference / from
  return {
    ...comparison,
    relative: { difference: relative, interval: around(relative, reach * relativeError) },
  }
}
