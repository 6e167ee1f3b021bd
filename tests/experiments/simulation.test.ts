import { describe, expect, it } from '@jest/globals'

import { compare } from '../../src/features/experiments/statistics/compare.ts'
import { peopleNeeded, wantedPower } from '../../src/features/experiments/statistics/power.ts'

const experiments = 1000
const days = 28
const rate = 0.2

/** Numbers from 0 to 1 that are the same in every run: mulberry32, by Tommy Ettinger. */
function seededRandom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

interface Outcome {
  /** Whether a difference was clear on one of the days. */
  isFound: boolean
  /** Whether every interval of every day held the true difference. */
  isCovered: boolean
}

/** One experiment, looked at on each of its days. */
function run(random: () => number, effect: number, usersEachDay: number): Outcome {
  const drawn = (chance: number) => {
    let count = 0
    for (let user = 0; user < usersEachDay; user += 1) if (random() < chance) count += 1
    return count
  }
  const outcome = { isFound: false, isCovered: true }
  const control = { users: 0, sum: 0 }
  const treatment = { users: 0, sum: 0 }
  for (let day = 0; day < days; day += 1) {
    control.users += usersEachDay
    treatment.users += usersEachDay
    control.sum += drawn(rate)
    treatment.sum += drawn(rate + effect)
    const found = compare(control, treatment)
    if (!found) continue
    outcome.isFound ||= found.isClear
    outcome.isCovered &&= found.interval.low <= effect && effect <= found.interval.high
  }
  return outcome
}

function simulate(effect: number, usersEachDay: number, seed: number) {
  const random = seededRandom(seed)
  const outcomes = Array.from({ length: experiments }, () => run(random, effect, usersEachDay))
  const shareOf = (name: keyof Outcome) =>
    outcomes.filter((outcome) => outcome[name]).length / experiments
  return { found: shareOf('isFound'), covered: shareOf('isCovered') }
}

/** What chance alone may add to a share of 1,000 experiments: three standard errors of 5 %. */
const chance = 0.021

describe('a thousand experiments that are looked at daily', () => {
  it('find an effect where there is none in 5 % at most', () => {
    const { covered, found } = simulate(0, 200, 1)
    expect(found).toBeLessThanOrEqual(0.05 + chance)
    expect(covered).toBeGreaterThanOrEqual(0.95 - chance)
  })

  it('find an effect as often as the calculator says, within intervals that hold it', () => {
    const people = peopleNeeded({ mean: rate, relativeEffect: 0.15 })!
    const { covered, found } = simulate(rate * 0.15, Math.ceil(people / days / 2), 2)
    expect(found).toBeGreaterThanOrEqual(wantedPower - 0.038)
    expect(covered).toBeGreaterThanOrEqual(0.95 - chance)
  })

  it('find far too much with the interval of a single look (control)', () => {
    const random = seededRandom(3)
    let found = 0
    for (let experiment = 0; experiment < experiments; experiment += 1) {
      let difference = 0
      let isFound = false
      for (let day = 1; day <= days; day += 1) {
        for (let user = 0; user < 200; user += 1) {
          difference += Number(random() < rate) - Number(random() < rate)
        }
        const error = Math.sqrt(2 * rate * (1 - rate) * 200 * day)
        isFound ||= Math.abs(difference) > 1.96 * error
      }
      if (isFound) found += 1
    }
    expect(found / experiments).toBeGreaterThan(0.15)
  })
})
