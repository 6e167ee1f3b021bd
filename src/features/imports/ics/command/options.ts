import { ImportError } from '../../command/ImportError.ts'
import { checkEncoding, parseArguments } from '../../command/parseArguments.ts'
import { ianaZone } from '../../source/zones.ts'

export const usage = `npm run import:ics -- FILE|URL [options]

  FILE|URL         a calendar file (.ics), or the address of one: https://, http:// or webcal://
  --owner USERNAME the owner of new events, and of imported ones without an owner
  --zone NAME      the time zone of times without one, such as Europe/Berlin
  --encoding NAME  the encoding of a file that is not UTF-8, such as windows-1252
  --dry-run        shows what would be imported, and writes nothing
  --skip-bad       imports the good events although there are bad ones
  --help           shows this help
`

export interface Options {
  source: string
  owner: string | undefined
  zone: string | undefined
  encoding: string | undefined
  dryRun: boolean
  skipBad: boolean
  help: boolean
}

const flags = {
  owner: { type: 'string' },
  zone: { type: 'string' },
  encoding: { type: 'string' },
  'dry-run': { type: 'boolean', default: false },
  'skip-bad': { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const

function zoneOf(name: string | undefined): string | undefined {
  if (name === undefined) return undefined
  const zone = ianaZone(name)
  if (zone) return zone
  throw new ImportError(`--zone takes a time zone such as Europe/Berlin, not "${name}".`)
}

/**
 * The options on the command line.
 *
 * @throws {ImportError} when they are wrong
 */
export function readOptions(argv: string[]): Options {
  const { positionals, values } = parseArguments(argv, flags)
  const { encoding, help, owner, zone } = values
  if (positionals.length !== 1 && !help) {
    throw new ImportError(`One calendar is needed, not ${positionals.length}.\n\n${usage}`)
  }
  checkEncoding(encoding)
  return {
    source: positionals[0] ?? '',
    owner,
    zone: zoneOf(zone),
    encoding,
    dryRun: values['dry-run'],
    skipBad: values['skip-bad'],
    help,
  }
}
