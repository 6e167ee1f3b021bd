import { looksLikeJson, parseJson } from '../source/readJson.ts'
import type { Source } from '../source/source.ts'
import { ImportError } from './ImportError.ts'

export const formats = ['frc', 'ftc', 'robotevents', 'tba', 'csv', 'ics'] as const

export type Format = (typeof formats)[number]

export const isFormat = (name: string): name is Format => formats.includes(name as Format)

type Json = Record<string, unknown>

const isObject = (value: unknown): value is Json =>
  value !== null && typeof value === 'object' && !Array.isArray(value)

/** The first row of a list, whatever it is wrapped in. */
function firstRow(json: unknown): Json | undefined {
  if (Array.isArray(json)) return firstRow(json[0])
  if (!isObject(json)) return undefined
  const list = Object.values(json).find(Array.isArray)
  const isRow = ['code', 'key', 'sku', 'name'].some((field) => field in json)
  return list !== undefined && list.length > 0 && !isRow ? firstRow(list[0]) : json
}

/** Files that people have next to lists of events, and what to do with each. */
const others: [field: string, advice: string][] = [
  ['teamNumber', 'is a list of teams: name it with --teams, next to a list of events'],
  ['team_number', 'is a list of teams: name it with --teams, next to a list of events'],
  ['team_name', 'is a list of teams: name it with --teams, next to a list of events'],
  [
    'availabledivisions',
    'is a list of RoboCup Junior, whose events have no time zone: save it as a CSV, and name the zone with --zone',
  ],
  ['max_participants', 'is an export for programs: export a CSV instead, and import that'],
]

/** @throws {ImportError} with what a person can do, when no format has such a list */
function formatOfJson(source: Source): Format {
  const row = firstRow(parseJson(source)) ?? {}
  if ('event_type' in row && 'key' in row) return 'tba'
  if ('sku' in row) return 'robotevents'
  if ('dateStart' in row || 'dateEnd' in row) {
    return 'regionCode' in row || 'typeName' in row || 'leagueCode' in row ? 'ftc' : 'frc'
  }
  const known = others.find(([field]) => field in row)
  throw new ImportError(
    known
      ? `${source.name} ${known[1]}.`
      : `${source.name} is JSON, but no list of events of FIRST, The Blue Alliance or RobotEvents. Name its format with --format, or export a CSV.`,
  )
}

/**
 * The format of a file, by its content.
 *
 * @throws {ImportError} when it is of none of them
 */
export function guessFormat(source: Source): Format {
  if (looksLikeJson(source)) return formatOfJson(source)
  return /^BEGIN:VCALENDAR/im.test(source.text.slice(0, 100_000)) ? 'ics' : 'csv'
}

/** The options of some formats alone. */
const optionsOf: Record<string, readonly Format[]> = {
  entries: ['frc', 'ftc', 'tba', 'robotevents'],
  teams: ['frc', 'ftc', 'tba', 'robotevents'],
  event: ['frc', 'ftc', 'tba', 'robotevents'],
  program: ['frc', 'ftc', 'robotevents'],
  season: ['frc', 'ftc', 'tba'],
  partial: ['frc', 'ftc', 'tba', 'robotevents'],
  renameTeams: ['frc', 'ftc', 'tba', 'robotevents'],
  mapping: ['csv'],
  delimiter: ['csv'],
  dates: ['csv'],
  source: ['csv'],
  yes: ['csv'],
  zone: ['csv', 'tba', 'ics'],
}

const isGiven = (value: unknown) =>
  value !== undefined && value !== false && !(Array.isArray(value) && value.length === 0)

/** @throws {ImportError} for an option that the format does not have: it would be ignored */
export function checkOptions(options: object, format: Format): void {
  for (const [name, own] of Object.entries(optionsOf)) {
    if (own.includes(format) || !isGiven((options as Json)[name])) continue
    const flag = name.replace(/[A-Z]/g, (capital) => `-${capital.toLowerCase()}`)
    throw new ImportError(`--${flag} is for ${own.join(', ')}, and the file is read as ${format}.`)
  }
}
