import { describe, expect, it } from '@jest/globals'

import { compare } from '../../src/features/experiments/statistics/compare.ts'
import {
  alwaysValidP,
  reachOf,
} from '../../src/features/experiments/statistics/confidenceSequence.ts'
import {
  chiSquaredAbove,
  normalBelow,
  normalQuantile,
} from '../../src/features/experiments/statistics/distributions.ts'
import { daysNeeded, peopleNeeded } from '../../src/features/experiments/statistics/power.ts'
import { meanOf, varianceOf } from '../../src/features/experiments/statistics/sample.ts'
import { sampleRatio } from '../../src/features/experiments/statistics/sampleRatio.ts'
import { verdictOf, verdictText } from '../../src/features/experiments/statistics/verdict.ts'

describe('the distributions', () => {
  // R's pnorm(z) to 15 digits; SciPy's norm.cdf gives the same.
  it.each([
    [0, 0.5],
    [1, 0.841344746068543],
    [1.96, 0.97500210485178],
    [-3, 0.00134989803163009],
    [-6, 9.86587645037698e-10],
    [-10, 7.61985302416053e-24],
  ])('give pnorm(%s) = %s', (z, probability) => {
    expect(normalBelow(z) / probability).toBeCloseTo(1, 12)
  })

  // R's qnorm(p); SciPy's norm.ppf gives the same.
  it.each([
    [0.5, 0],
    [0.8, 0.841621233572914],
    [0.975, 1.95996398454005],
    [0.001, -3.09023230616781],
  ])('give qnorm(%s) = %s', (probability, z) => {
    expect(normalQuantile(probability)).toBeCloseTo(z, 12)
  })

  // NIST/SEMATECH e-Handbook of Statistical Methods, 1.3.6.7.4: upper critical values.
  it.each([
    [1, 3.841, 0.05],
    [1, 10.828, 0.001],
    [2, 5.991, 0.05],
    [5, 15.086, 0.01],
    [10, 18.307, 0.05],
    [30, 50.892, 0.01],
    [100, 149.449, 0.001],
  ])('put the value of NIST for %s degrees of freedom, %s, at %s', (degrees, value, above) => {
    expect(chiSquaredAbove(value, degrees) / above).toBeCloseTo(1, 2)
  })
})

describe('a sample', () => {
  it('of values has the variance of the values themselves', () => {
    const values = [3, 0, 7.5, 2, 2]
    const sum = values.reduce((total, each) => total + each, 0)
    const sumOfSquares = values.reduce((total, each) => total + each * each, 0)
    const sample = { users: values.length, sum, sumOfSquares }
    expect(meanOf(sample)).toBeCloseTo(2.9, 12)
    // R's var(c(3, 0, 7.5, 2, 2)); NumPy's var with ddof=1
    expect(varianceOf(sample)).toBeCloseTo(7.8, 12)
  })
})

describe('the comparison', () => {
  it('says nothing of few people, or of a rate that hardly anybody has', () => {
    const many = { users: 5000, sum: 900 }
    expect(compare({ users: 99, sum: 40 }, many)).toBeUndefined()
    expect(compare(many, { users: 5000, sum: 9 })).toBeUndefined()
    expect(compare(many, { users: 5000, sum: 4995 })).toBeUndefined()
    expect(compare(many, { users: 5000, sum: 50, sumOfSquares: 0.5 })).toBeUndefined()
  })

  it('has a wider interval than one look alone, which is narrowest about where it is tuned', () => {
    expect(reachOf(5000)).toBeGreaterThan(normalQuantile(0.975))
    expect(reachOf(5000)).toBeLessThan(reachOf(300))
    expect(reachOf(5000)).toBeLessThan(reachOf(100_000))
  })

  it('is clear exactly while its p-value is below 5 %', () => {
    for (const people of [200, 5000, 1_000_000]) {
      const reach = reachOf(people)
      expect(alwaysValidP(reach, people)).toBeCloseTo(0.05, 10)
      expect(alwaysValidP(reach * 1.01, people)).toBeLessThan(0.05)
    }
  })

  it('has a difference, a share of the control, and a sentence', () => {
    const control = { users: 20_000, sum: 4000 }
    const found = compare(control, { users: 20_000, sum: 4600 })!
    expect(found).toMatchObject({ control: 0.2, treatment: 0.23, isClear: true })
    expect(found.difference).toBeCloseTo(0.03, 12)
    expect(found.relative!.difference).toBeCloseTo(0.15, 12)
    const fair = sampleRatio([20_000, 20_000], [1, 1])
    const points = (difference: number) => `${(difference * 100).toFixed(1)} points`
    expect(verdictText(verdictOf(found, fair), points)).toMatch(
      /^The variant is better by 3.0 points/,
    )
    expect(verdictOf(found, fair, true).says).toBe('worse')
    expect(verdictOf(undefined, fair)).toEqual({ says: 'too_few' })
    const same = compare(control, { users: 20_000, sum: 4010 })
    expect(verdictText(verdictOf(same, fair), points)).toMatch(/^No difference is clear yet/)
    expect(verdictOf(found, sampleRatio([20_000, 10_000], [1, 1])).says).toBe('broken_split')
  })
})

describe('the check of the split', () => {
  it('judges as Pearson does', () => {
    // R's chisq.test(c(4900, 5100)); SciPy's chisquare gives the same.
    expect(sampleRatio([4900, 5100], [50, 50]).p).toBeCloseTo(0.0455002638963584, 10)
    expect(sampleRatio([4900, 5100], [50, 50]).isMismatch).toBe(false)
    expect(sampleRatio([4800, 5200], [50, 50]).isMismatch).toBe(true)
    expect(sampleRatio([900, 100], [9, 1]).p).toBe(1)
    expect(sampleRatio([10, 0, 1], [1, 1, 0]).isMismatch).toBe(true)
    expect(sampleRatio([0, 0], [1, 1])).toEqual({ p: 1, isMismatch: false })
  })
})

describe('the calculator', () => {
  it('asks for more people for a smaller effect, a rarer event and an uneven split', () => {
    const question = { mean: 0.2, relativeEffect: 0.05 }
    const people = peopleNeeded(question)!
    expect(people / peopleNeeded({ ...question, relativeEffect: 0.1 })!).toBeGreaterThan(3)
    expect(peopleNeeded({ ...question, mean: 0.1 })!).toBeGreaterThan(people)
    expect(peopleNeeded({ ...question, weights: [9, 1] })!).toBeGreaterThan(people)
    expect(daysNeeded(question, 1000)).toBe(Math.ceil(people / 1000))
  })

  it('asks for about twice as many people as a test with one look, at the latest', () => {
    // R's power.prop.test(p1 = .2, p2 = .22, power = .8) needs 6509.47 in each group; its formula in SciPy as well.
    const ratio = peopleNeeded({ mean: 0.2, relativeEffect: 0.1 })! / (2 * 6509)
    expect(ratio).toBeGreaterThan(1)
    expect(ratio).toBeLessThan(2.2)
  })

  it.each([
    ['no effect', { mean: 0.2, relativeEffect: 0 }],
    ['a rate beyond 1', { mean: 0.8, relativeEffect: 0.5 }],
    ['nobody', { mean: 0, relativeEffect: 0.1 }],
    ['an effect too small for the world', { mean: 0.2, relativeEffect: 1e-7 }],
  ])('has no answer for %s', (_name, question) => {
    expect(peopleNeeded(question)).toBeUndefined()
    expect(daysNeeded({ mean: 0.2, relativeEffect: 0.1 }, 0)).toBeUndefined()
  })
})
