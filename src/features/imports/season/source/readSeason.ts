import { ImportError } from '../../command/ImportError.ts'
import type { BadRow, Parsed } from '../../source/badRow.ts'
import { readJson, type SourceList } from '../../source/readJson.ts'
import type { Source } from '../../source/source.ts'
import { type Entry, parseEntries } from './parseEntries.ts'
import { firstList, type ParsedEvents, parseEvents, type SeasonEvent } from './parseEvents.ts'
import { parseTeams, type Team } from './parseTeams.ts'
import { frc, type Program, programOf, programOfRows } from './programs.ts'
import { entryRows, teamListOf, teamRows } from './readRoster.ts'
import { parseRobotEvents } from './robotEvents.ts'
import { tbaEvent } from './tbaEvents.ts'

/** Where lists of events come from. */
export type SeasonFormat = 'first' | 'tba' | 'robotevents'

export interface SeasonSources {
  events: Source
  entries?: Source | undefined
  teams?: Source | undefined
  /** Whose list it is; by default FIRST's. */
  format?: SeasonFormat
  /** The year to move the dates to. */
  season?: number | undefined
  /** The key of the program; by default the list of events says it. */
  program?: string | undefined
  /** The code of the event whose teams `entries` has. */
  event?: string | undefined
  /** The zone of events without one. */
  zone?: string | undefined
}

/** A season that can be written, and the rows that cannot. */
export interface Season {
  program: Program
  /** The year in which the season begins; undefined when the events may be of several. */
  year: number | undefined
  events: SeasonEvent[]
  teams: Team[]
  /** Undefined when no list of entries was given. */
  entries: Entry[] | undefined
  bad: BadRow[]
  /** Sentences about the files that the user should know. */
  notes: string[]
}

/** How each source wraps its list, and how a sentence names it. */
const lists: Record<SeasonFormat, { names: string[]; owner: string }> = {
  first: { names: ['Events', 'events'], owner: 'FIRST' },
  tba: { names: [], owner: 'The Blue Alliance' },
  robotevents: { names: ['data'], owner: 'RobotEvents' },
}

function eventsOf({ events, format = 'first' }: SeasonSources): SourceList {
  const { name } = events
  const { names, owner } = lists[format]
  const list = readJson(events, names)
  if (!list) throw new ImportError(`${name} is not a list of events like ${owner}'s.`)
  if (list.rows.length === 0) throw new ImportError(`${name} holds no events.`)
  return list
}

const codeOf = (row: unknown) => (row as { program?: { code?: unknown } } | null)?.program?.code

/** The program of a list of RobotEvents. It may have several: then their teams cannot be told apart. */
function programOfRobotEvents({ entries, events, teams }: SeasonSources, rows: unknown[]): string {
  const codes = new Set(rows.map(codeOf).filter((code) => typeof code === 'string'))
  const [code = 'V5RC', ...others] = codes
  const known = programOf(code)
  const hasTeams = entries !== undefined || teams !== undefined
  if (hasTeams && (others.length > 0 || !known)) {
    throw new ImportError(
      `${events.name} has events of ${[...codes].join(', ')}: teams are imported for one known program at a time.`,
    )
  }
  return known?.key ?? 'v5rc'
}

/** The program of the season. The lists of two programs are never one season. */
function programFor(sources: SeasonSources, rows: unknown[], teamList?: SourceList): Program {
  const { format = 'first', program, teams } = sources
  if (format === 'tba') return frc
  const own = format === 'first' ? programOfRows(rows) : programOfRobotEvents(sources, rows)
  const key = program ?? own
  const isMixed = format === 'first' && key !== 'ftc' && teamList
  if (isMixed && programOfRows(teamList.rows) === 'ftc') {
    throw new ImportError(
      `${teams!.name} has teams of FTC, but the events are those of ${key.toUpperCase()}.`,
    )
  }
  return programOf(key)!
}

/** An API answers long lists in pages. */
const notesOn = (source: Source, what: string, list?: SourceList): string[] => {
  const { given, total } = list?.pages ?? { given: 0, total: 0 }
  return given < total
    ? [`${source.name} has ${given} of ${total} pages of the list of ${what}.`]
    : []
}

const teamsOf = (entries: Entry[]): Team[] => {
  const teams = new Map<string, Team>()
  for (const { team, place } of entries) {
    if (teams.has(team)) continue
    teams.set(team, { number: team, nickname: '', row: { file: 'entries', place } })
  }
  return [...teams.values()]
}

const none: ReadonlySet<string> = new Set()

function entriesOf(
  { entries, event, season, format }: SeasonSources,
  program: Program,
  events: Parsed<SeasonEvent>,
  teams?: Parsed<Team>,
) {
  if (!entries) return undefined
  const rows = entryRows(entries, program, event)
  // The Blue Alliance writes the year before the code.
  const year = format === 'tba' && season === undefined ? /^\d{4}/ : /^$/
  const short = rows.map((row) => {
    const { event_code: code } = row.fields
    if (typeof code !== 'string') return row
    return { ...row, fields: { ...row.fields, event_code: code.replace(year, '') } }
  })
  const known = {
    eventCodes: new Set(events.rows.map(({ code }) => code)),
    teams: teams && new Set(teams.rows.map(({ number }) => number)),
    lostEvents: events.lost,
    lostTeams: teams?.lost ?? (none as Set<string>),
  }
  return parseEntries(short, known, program)
}

function parse(sources: SeasonSources, rows: unknown[], program: Program): ParsedEvents {
  const { format = 'first', season, zone } = sources
  if (format === 'robotevents') return parseRobotEvents(rows)
  if (format === 'first') return parseEvents(rows, season, program, firstList)
  return parseEvents(rows, season, program, { schema: tbaEvent(zone), codeField: 'event_code' })
}

/**
 * Reads and checks all files, before anything is written.
 *
 * @throws {ImportError} when a whole file cannot be read; bad rows are reported in `bad`
 */
export function readSeason(sources: SeasonSources): Season {
  const list = eventsOf(sources)
  const teamList = sources.teams && teamListOf(sources.teams)
  const program = programFor(sources, list.rows, teamList)
  const events = parse(sources, list.rows, program)
  const teams = sources.teams && parseTeams(teamRows(sources.teams, program, teamList), program)
  const entries = entriesOf(sources, program, events, teams)
  return {
    program,
    year: events.season,
    events: events.rows,
    teams: teams?.rows ?? teamsOf(entries?.rows ?? []),
    entries: entries?.rows,
    bad: [...events.bad, ...(teams?.bad ?? []), ...(entries?.bad ?? [])],
    notes: [
      ...notesOn(sources.events, 'events', list),
      ...(sources.teams ? notesOn(sources.teams, 'teams', teamList) : []),
    ],
  }
}
