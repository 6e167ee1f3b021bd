import { expect, it } from '@jest/globals'
import { GrowthBook } from '@growthbook/growthbook'

import { compileFlags } from '../../src/features/flags/compile.ts'
import { PreparedFlags } from '../../src/features/flags/preparedFlags.ts'
import type { FlagDefinition } from '../../src/features/flags/rules.ts'

const rule = (value: string, percentage: number) => ({
  id: value,
  roles: [],
  users: undefined,
  countries: [],
  versionFrom: undefined,
  versionBelow: undefined,
  tags: [],
  percentage,
  seed: undefined,
  value,
})

/** Ten shares of a tenth each: rules with one seed draw the same number, and the first that fits decides. */
const tenths: FlagDefinition = {
  key: 'tenths',
  type: 'string',
  isForApps: true,
  isKilled: false,
  defaultValue: '9',
  offValue: '9',
  startsAt: undefined,
  endsAt: undefined,
  prerequisites: [],
  rules: Array.from({ length: 9 }, (_, at) => rule(String(at), (at + 1) * 10)),
}

const prepare = () => new PreparedFlags([tenths], 0)
const ids = Array.from({ length: 100_000 }, (_, at) => String(at + 1))

it('spreads 100,000 ids evenly, by chi-square', () => {
  const flags = prepare()
  const counts = new Map<unknown, number>()
  for (const id of ids) {
    const value = flags.valueFor('tenths', { id })
    counts.set(value, (counts.get(value) ?? 0) + 1)
  }
  const expected = ids.length / 10
  const chiSquare = [...counts.values()].reduce((sum, n) => sum + (n - expected) ** 2 / expected, 0)
  expect(counts.size).toBe(10)
  // The 99.9 % quantile with 9 degrees of freedom.
  expect(chiSquare).toBeLessThan(27.88)
})

it("gives each id the same as before, and as GrowthBook's client does with the payload", async () => {
  const [flags, again] = [prepare(), prepare()]
  const client = new GrowthBook({ features: compileFlags([tenths], 0, 'apps') })
  const differing: string[] = []
  for (const id of ids.slice(0, 10_000)) {
    await client.setAttributes({ id })
    const value = flags.valueFor('tenths', { id })
    const others = [again.valueFor('tenths', { id }), client.getFeatureValue<unknown>('tenths', '')]
    if (others.some((other) => other !== value)) differing.push(id)
  }
  client.destroy()
  expect(differing).toEqual([])
})

it('gives known ids known values, in every process and version', () => {
  const flags = prepare()
  const values = ['1', '2', '3', 'visitor-a', 'visitor-b'].map((id) =>
    flags.valueFor('tenths', { id }),
  )
  expect(values).toEqual(['6', '5', '3', '7', '2'])
})
