import { ImportError } from '../../command/ImportError.ts'
import { checkEncoding, parseArguments } from '../../command/parseArguments.ts'
import { programOf, programs } from '../source/programs.ts'

export const usage = `npm run import:frc -- EVENTS.json [options]

  --entries FILE   the CSV of the teams in each event (event_code,team)
  --teams FILE     the CSV of the teams' names (team,nickname), or FIRST's own list of teams
  --season YEAR    moves all dates by whole weeks into that year, on the same weekdays
  --owner USERNAME the owner of new events, and of imported ones without an owner
  --program KEY    frc, ftc or fll; without it the list of events says it
  --partial        the entries are only some of each event's: more teams there are no difference
  --rename-teams   takes the names of the list although most stored teams have others
  --encoding NAME  the encoding of files that are not UTF-8, such as windows-1252
  --skip-bad       imports the good rows although there are bad ones
  --help           shows this help
`

export interface Options {
  events: string
  entries: string | undefined
  teams: string | undefined
  season: number | undefined
  program: string | undefined
  owner: string | undefined
  encoding: string | undefined
  partial: boolean
  renameTeams: boolean
  skipBad: boolean
  help: boolean
}

const flags = {
  entries: { type: 'string' },
  teams: { type: 'string' },
  season: { type: 'string' },
  program: { type: 'string' },
  owner: { type: 'string' },
  encoding: { type: 'string' },
  partial: { type: 'boolean', default: false },
  'rename-teams': { type: 'boolean', default: false },
  'skip-bad': { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const

function checkNames({ encoding, program }: { encoding?: string; program?: string }): void {
  if (program !== undefined && !programOf(program)) {
    const keys = programs.map(({ key }) => key).join(', ')
    throw new ImportError(`--program takes one of ${keys}, not "${program}".`)
  }
  checkEncoding(encoding)
}

/**
 * The options on the command line.
 *
 * @throws {ImportError} when they are wrong
 */
export function readOptions(argv: string[]): Options {
  const { positionals, values } = parseArguments(argv, flags)
  const { encoding, entries, help, owner, partial, program, season, teams } = values
  if (positionals.length !== 1 && !help) {
    throw new ImportError(`One list of events is needed, not ${positionals.length}.\n\n${usage}`)
  }
  if (season !== undefined && !/^\d{4}$/.test(season)) {
    throw new ImportError(`--season takes a year of four digits, such as 2027, not "${season}".`)
  }
  checkNames(values)
  return {
    events: positionals[0] ?? '',
    entries,
    teams,
    season: season === undefined ? undefined : Number(season),
    program,
    owner,
    encoding,
    partial,
    renameTeams: values['rename-teams'],
    skipBad: values['skip-bad'],
    help,
  }
}
