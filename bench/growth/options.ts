import { parseArgs } from 'node:util'

export interface GrowthOptions {
  /** The numbers of events, the smallest first. */
  sizes: number[]
  /** How the names of the operations to measure begin. Empty: all. */
  only: string[]
  /** How often each operation is measured. */
  rounds: number
  json: boolean
}

const usage = `npm run bench:growth -- [--sizes 1000,10000,100000,1000000] [--only list,register] [--rounds 15] [--json]`

/** @throws {Error} with the usage, for wrong arguments */
export function readGrowthOptions(args: string[]): GrowthOptions {
  const { values } = parseArgs({
    args,
    options: {
      sizes: { type: 'string', default: '1000,10000,100000,1000000' },
      only: { type: 'string', default: '' },
      rounds: { type: 'string', default: '15' },
      json: { type: 'boolean', default: false },
    },
  })
  const sizes = values.sizes.split(',').map(Number)
  const rounds = Number(values.rounds)
  if (![...sizes, rounds].every((number) => Number.isInteger(number) && number > 0)) {
    throw new Error(usage)
  }
  return {
    sizes: sizes.sort((a, b) => a - b),
    only: values.only.split(',').filter(Boolean),
    rounds,
    json: values.json,
  }
}
