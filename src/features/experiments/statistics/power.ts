import { leastUsers } from './compare.ts'
import { reachOf } from './confidenceSequence.ts'
import { normalBelow } from './distributions.ts'

/** The share of experiments in which an effect of the wanted size is found. */
export const wantedPower = 0.8

export interface PowerQuestion {
  /** The mean of the control: a rate between 0 and 1, or a mean of its metric. */
  mean: number
  /** The variance of the values of single people; of a rate it follows from the rate, and is left out. */
  variance?: number
  /** The wanted difference as a share of the control: 0.05 asks for 5 % more. */
  relativeEffect: number
  /** How the people are spread over control and variant; half and half without it. */
  weights?: [number, number]
}

/** More people than this are nobody's event. */
const mostUsers = 1e9

/** The probability that the interval leaves out zero after so many people, if the effect is real. */
function powerAt(people: number, question: PowerQuestion): number {
  const { mean, relativeEffect, variance, weights = [1, 1] } = question
  const difference = mean * relativeEffect
  const varianceAt = (rate: number) => variance ?? Math.max(0, rate * (1 - rate))
  const share = weights[0] / (weights[0] + weights[1])
  const error = Math.sqrt(
    varianceAt(mean) / (people * share) + varianceAt(mean + difference) / (people * (1 - share)),
  )
  return normalBelow(Math.abs(difference) / error - reachOf(people))
}

/**
 * How many people both variants together need until an effect of the wanted size is found with a probability of 80 %.
 * It counts for the intervals that may be looked at every day. Those are wider than the interval of a single look, and
 * an experiment that is looked at may end sooner: the number is where it will have ended in four cases of five, at the latest.
 *
 * @returns undefined when no number of people would do: there is no effect to find, or the rate would leave 0 to 1
 */
export function peopleNeeded(question: PowerQuestion): number | undefined {
  const { mean, relativeEffect, variance } = question
  const wanted = mean * (1 + relativeEffect)
  const isRate = variance === undefined
  if (mean * relativeEffect === 0 || variance === 0) return undefined
  if (isRate && (mean <= 0 || mean >= 1 || wanted < 0 || wanted > 1)) return undefined
  if (powerAt(mostUsers, question) < wantedPower) return undefined
  let [low, high] = [2 * leastUsers, mostUsers]
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    if (powerAt(middle, question) < wantedPower) low = middle + 1
    else high = middle
  }
  return low
}

/**
 * How many whole days an experiment takes.
 *
 * @param peopleEachDay new people who come into the experiment on a day, in both variants together
 * @returns undefined when it would never end
 */
export function daysNeeded(question: PowerQuestion, peopleEachDay: number): number | undefined {
  const people = peopleNeeded(question)
  if (people === undefined || !(peopleEachDay > 0)) return undefined
  return Math.ceil(people / peopleEachDay)
}
