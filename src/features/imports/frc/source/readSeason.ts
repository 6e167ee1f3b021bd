import type { BadRow, Parsed } from './badRow.ts'
import { entryColumns, type Entry, parseEntries } from './parseEntries.ts'
import { parseEvents, type SeasonEvent } from './parseEvents.ts'
import { parseTeams, rowsOfFirst, type Team, teamColumns } from './parseTeams.ts'
import { type Program, programOf, programOfRows } from './programs.ts'
import { readCsv } from './readCsv.ts'
import { looksLikeJson, readJson, type SourceList } from './readJson.ts'
import type { Source } from './source.ts'
import { ImportError } from '../../command/ImportError.ts'

export interface SeasonSources {
  events: Source
  entries?: Source
  teams?: Source
  /** The year to move the dates to. */
  season?: number
  /** The key of the program; by default the list of events says it. */
  program?: string
}

/** A season that can be written, and the rows that cannot. */
export interface Season {
  program: Program
  /** The year in which the season begins; undefined when there are no events. */
  year: number | undefined
  events: SeasonEvent[]
  teams: Team[]
  /** Undefined when no list of entries was given. */
  entries: Entry[] | undefined
  bad: BadRow[]
  /** Sentences about the files that the user should know. */
  notes: string[]
}

function eventsOf(source: Source): unknown[] {
  const { name } = source
  const list = readJson(source, ['Events', 'events'])
  if (!list) throw new ImportError(`${name} is not a list of events like FIRST's.`)
  if (list.rows.length === 0) throw new ImportError(`${name} holds no events.`)
  return list.rows
}

/** The program of the season. The lists of two programs are never one season. */
function programFor({ program, teams }: SeasonSources, events: unknown[], list?: SourceList) {
  const key = program ?? programOfRows(events)
  if (list && key !== 'ftc' && programOfRows(list.rows) === 'ftc') {
    throw new ImportError(
      `${teams!.name} has teams of FTC, but the events are those of ${key.toUpperCase()}.`,
    )
  }
  return programOf(key)!
}

/** FIRST's own list of teams is JSON; all others are CSV. */
function teamListOf(source: Source): SourceList | undefined {
  if (!looksLikeJson(source)) return undefined
  const list = readJson(source, ['teams', 'Teams'])
  if (!list) throw new ImportError(`${source.name} is not a list of teams like FIRST's.`)
  return list
}

const notesOn = ({ teams }: SeasonSources, list?: SourceList): string[] => {
  const { given, total } = list?.pages ?? { given: 0, total: 0 }
  return given < total
    ? [`${teams!.name} has ${given} of ${total} pages of the list of teams.`]
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

function entriesOf(source: Source, events: Parsed<SeasonEvent>, teams?: Parsed<Team>) {
  return parseEntries(readCsv(source, entryColumns), {
    eventCodes: new Set(events.rows.map((event) => event.code)),
    teams: teams && new Set(teams.rows.map((team) => team.number)),
    lostEvents: events.lost,
    lostTeams: teams?.lost ?? (none as Set<string>),
  })
}

/**
 * Reads and checks all files, before anything is written.
 *
 * @throws {ImportError} when a whole file cannot be read; bad rows are reported in `bad`
 */
export function readSeason(sources: SeasonSources): Season {
  const rows = eventsOf(sources.events)
  const list = sources.teams && teamListOf(sources.teams)
  const program = programFor(sources, rows, list)
  const events = parseEvents(rows, sources.season, program)
  const teams =
    sources.teams && parseTeams(list ? rowsOfFirst(list.rows) : readCsv(sources.teams, teamColumns))
  const entries = sources.entries && entriesOf(sources.entries, events, teams)
  return {
    program,
    year: events.season,
    events: events.rows,
    teams: teams?.rows ?? teamsOf(entries?.rows ?? []),
    entries: entries?.rows,
    bad: [...events.bad, ...(teams?.bad ?? []), ...(entries?.bad ?? [])],
    notes: notesOn(sources, list),
  }
}
