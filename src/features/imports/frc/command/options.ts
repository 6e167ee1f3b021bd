import { parseArgs } from 'node:util'

import { ImportError } from '../ImportError.ts'

export const usage = `npm run import:frc -- EVENTS.json [options]

  --entries FILE   the CSV of the teams in each event (event_code,team)
  --teams FILE     the CSV of the teams' names (team,nickname)
  --season YEAR    moves all dates by whole weeks into that year, on the same weekdays
  --skip-bad       imports the good rows although there are bad ones
  --help           shows this help
`

export interface Options {
  events: string
  entries: string | undefined
  teams: string | undefined
  season: number | undefined
  skipBad: boolean
  help: boolean
}

const flags = {
  entries: { type: 'string' },
  teams: { type: 'string' },
  season: { type: 'string' },
  'skip-bad': { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const

function parse(argv: string[]) {
  try {
    return parseArgs({ args: argv, options: flags, allowPositionals: true })
  } catch (error) {
    // Only the first sentence: Node adds how to pass a name that begins with a dash.
    throw new ImportError((error as Error).message.split('. ')[0])
  }
}

/**
 * The options on the command line.
 *
 * @throws {ImportError} when they are wrong
 */
export function readOptions(argv: string[]): Options {
  const { positionals, values } = parse(argv)
  const { entries, help, season, teams } = values
  if (positionals.length !== 1 && !help) {
    throw new ImportError(`One list of events is needed, not ${positionals.length}.\n\n${usage}`)
  }
  if (season !== undefined && !/^\d{4}$/.test(season)) {
    throw new ImportError(`--season takes a year of four digits, such as 2027, not "${season}".`)
  }
  return {
    events: positionals[0] ?? '',
    entries,
    teams,
    season: season === undefined ? undefined : Number(season),
    skipBad: values['skip-bad'],
    help,
  }
}
