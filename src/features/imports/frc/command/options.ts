import { parseArgs } from 'node:util'

import { StartupError } from '../../../../runtime/startupSteps.ts'

export const usage = `npm run import:frc -- EVENTS.json [options]

  --entries FILE   the CSV of who takes part in what (event_code,team)
  --teams FILE     the CSV of the teams' names (team,nickname)
  --season YEAR    moves the dates whole weeks into that year, on the same weekdays
  --skip-bad       imports the good rows when there are bad ones, instead of nothing
  --help           shows this
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
    // Node goes on to explain how to pass a name that begins with a dash.
    throw new StartupError((error as Error).message.split('. ')[0])
  }
}

/**
 * What the command line asks for.
 *
 * @throws {StartupError} when it cannot be understood
 */
export function readOptions(argv: string[]): Options {
  const { positionals, values } = parse(argv)
  const { entries, help, season, teams } = values
  if (positionals.length !== 1 && !help) {
    throw new StartupError(`One list of events is needed, not ${positionals.length}.\n\n${usage}`)
  }
  if (season !== undefined && !/^\d{4}$/.test(season)) {
    throw new StartupError(`--season takes a year of four digits, such as 2027, not "${season}".`)
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
