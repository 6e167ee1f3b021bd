import { readIcs } from '../ics/source/readIcs.ts'
import { linesOf } from '../ics/source/textOf.ts'
import { readSeason, type Season, type SeasonFormat } from '../season/source/readSeason.ts'
import { decodeText, guessText } from '../source/decodeText.ts'
import type { ImportSource } from '../source/importSource.ts'
import type { Source } from '../source/source.ts'
import { readTable } from '../table/readTable.ts'
import { checkOptions, type Format, guessFormat } from './formats.ts'
import type { ImportHost } from './host.ts'
import { ImportError } from './ImportError.ts'
import { isAddress, loadBytes } from './loadBytes.ts'
import type { Options } from './options.ts'

/** A file that was read: a season with teams, or events alone. */
export interface ReadFile {
  source: ImportSource
  season?: Season
}

const seasonFormats: Partial<Record<Format, SeasonFormat>> = {
  frc: 'first',
  ftc: 'first',
  tba: 'tba',
  robotevents: 'robotevents',
}

async function readText(file: string, encoding: string | undefined): Promise<Source> {
  return { name: file, text: decodeText(file, await loadBytes(file), encoding) }
}

async function readSeasonFiles(bytes: Buffer, format: Format, options: Options): Promise<ReadFile> {
  const { encoding, entries, file, program, teams } = options
  const season = readSeason({
    ...options,
    format: seasonFormats[format]!,
    program: program ?? (format === 'ftc' ? 'ftc' : undefined),
    events: { name: file, text: decodeText(file, bytes, encoding) },
    entries: entries === undefined ? undefined : await readText(entries, encoding),
    teams: teams === undefined ? undefined : await readText(teams, encoding),
  })
  const { bad, events, notes } = season
  return { season, source: { bad, events, notes, cancelled: [], isPublished: true } }
}

function readCalendar(bytes: Buffer, { encoding, file, zone }: Options): ReadFile {
  const lines = linesOf(file, bytes, encoding)
  if (!lines.some((line) => /^BEGIN:VCALENDAR/i.test(line)))
    throw new ImportError(`${file} is no calendar: it has no line BEGIN:VCALENDAR.`)
  const { bad, cancelled, events, notes } = readIcs(lines, {
    now: new Date(),
    ...(zone === undefined ? {} : { zone }),
  })
  return {
    source: {
      events: events.map((details) => ({ place: details.title, details })),
      cancelled: cancelled.map((one) => ({ ...one, externalSource: 'ics' })),
      bad: bad.map((row) => ({ ...row, file: 'events' })),
      notes,
      isPublished: false,
    },
  }
}

/** The format that the user has named, or the one that the file has: then it is said. */
function formatOf(bytes: Buffer, { encoding, file, format }: Options, host: ImportHost): Format {
  if (format) return format
  const { text } = guessText(file, bytes, encoding)
  const guessed = guessFormat({ name: file, text })
  host.printError(`! ${file} is read as ${guessed}. Name another format with --format`)
  return guessed
}

/**
 * Reads and checks a file, before anything is written.
 *
 * @throws {ImportError} when the whole file cannot be read; bad rows are reported in `bad`
 */
export async function readSource(options: Options, host: ImportHost): Promise<ReadFile> {
  const { file } = options
  const bytes = await loadBytes(file)
  const format = formatOf(bytes, options, host)
  checkOptions(options, format)
  if (isAddress(file) && format !== 'ics')
    throw new ImportError(`${file} is read as ${format}: save it as a file, and import that.`)
  const read =
    format === 'csv'
      ? { source: await readTable(bytes, options, host) }
      : format === 'ics'
        ? readCalendar(bytes, options)
        : await readSeasonFiles(bytes, format, options)
  const { isPublished = read.source.isPublished } = options
  return { ...read, source: { ...read.source, isPublished } }
}
