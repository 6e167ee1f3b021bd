import { programOf, programs } from '../season/source/programs.ts'
import { ianaZone } from '../source/zones.ts'
import { type DateOrder, dateOrders } from '../table/readDate.ts'
import { type Format, formats, isFormat } from './formats.ts'
import { ImportError } from './ImportError.ts'
import { checkEncoding, parseArguments } from './parseArguments.ts'
import { usage } from './usage.ts'

export interface Options {
  /** Undefined when the file says it. */
  format: Format | undefined
  /** A file, or the address of a calendar. */
  file: string
  owner: string | undefined
  encoding: string | undefined
  /** The IANA zone of times without one. */
  zone: string | undefined
  /** Whether new events are published; undefined for what is usual for the format. */
  isPublished: boolean | undefined
  dryRun: boolean
  skipBad: boolean
  help: boolean
  entries: string | undefined
  teams: string | undefined
  event: string | undefined
  season: number | undefined
  program: string | undefined
  partial: boolean
  renameTeams: boolean
  /** Fields and their columns: `title=Name`. */
  mapping: string[]
  delimiter: string | undefined
  dates: DateOrder | undefined
  source: string | undefined
  yes: boolean
}

const text = { type: 'string' } as const
const flag = { type: 'boolean', default: false } as const

const flags = {
  format: text,
  owner: text,
  encoding: text,
  zone: text,
  status: text,
  'dry-run': flag,
  'skip-bad': flag,
  help: flag,
  entries: text,
  teams: text,
  event: text,
  season: text,
  program: text,
  partial: flag,
  'rename-teams': flag,
  mapping: { type: 'string', multiple: true, default: [] as string[] },
  delimiter: text,
  dates: text,
  source: text,
  yes: flag,
} as const

/** One of a few values. @throws {ImportError} for another one */
function oneOf<Value extends string>(
  name: string,
  values: readonly Value[],
  given: string | undefined,
): Value | undefined {
  if (given === undefined) return undefined
  const found = values.find((value) => value === given.toLowerCase())
  if (found !== undefined) return found
  throw new ImportError(`--${name} takes one of ${values.join(', ')}, not "${given}".`)
}

function zoneOf(name: string | undefined): string | undefined {
  if (name === undefined) return undefined
  const zone = ianaZone(name)
  if (zone) return zone
  throw new ImportError(`--zone takes a time zone such as Europe/Berlin, not "${name}".`)
}

function yearOf(season: string | undefined): number | undefined {
  if (season === undefined) return undefined
  if (/^\d{4}$/.test(season)) return Number(season)
  throw new ImportError(`--season takes a year of four digits, such as 2027, not "${season}".`)
}

function programKey(program: string | undefined): string | undefined {
  if (program === undefined) return undefined
  const found = programOf(program)
  if (found) return found.key
  const keys = programs.map(({ key }) => key).join(', ')
  throw new ImportError(`--program takes one of ${keys}, not "${program}".`)
}

/** A delimiter as people can type it on a command line. */
function delimiterOf(given: string | undefined): string | undefined {
  const named = given?.toLowerCase() === 'tab' || given === '\\t' ? '\t' : given
  if (named === undefined || Array.from(named).length === 1) return named
  throw new ImportError(`--delimiter takes one character, or "tab", not "${given}".`)
}

function checkFiles(positionals: string[], help: boolean): void {
  if (positionals.length === 1 || help) return
  throw new ImportError(`One file is needed, not ${positionals.length}.\n\n${usage}`)
}

/**
 * The options on the command line.
 *
 * @throws {ImportError} when they are wrong
 */
export function readOptions(argv: string[]): Options {
  const { positionals, values } = parseArguments(argv, flags)
  const { format, help } = values
  checkFiles(positionals, help)
  if (format !== undefined && !isFormat(format)) {
    throw new ImportError(`--format takes one of ${formats.join(', ')}, not "${format}".`)
  }
  checkEncoding(values.encoding)
  const status = oneOf('status', ['draft', 'published'], values.status)
  return {
    format,
    file: positionals[0] ?? '',
    owner: values.owner,
    encoding: values.encoding,
    zone: zoneOf(values.zone),
    isPublished: status === undefined ? undefined : status === 'published',
    dryRun: values['dry-run'],
    skipBad: values['skip-bad'],
    help,
    entries: values.entries,
    teams: values.teams,
    event: values.event?.toUpperCase(),
    season: yearOf(values.season),
    program: programKey(values.program),
    partial: values.partial,
    renameTeams: values['rename-teams'],
    mapping: values.mapping,
    delimiter: delimiterOf(values.delimiter),
    dates: oneOf('dates', dateOrders, values.dates),
    source: values.source,
    yes: values.yes,
  }
}
