import type { BadRow } from './badRow.ts'
import { entryColumns, type Entry, parseEntries } from './parseEntries.ts'
import { parseEvents, type SeasonEvent } from './parseEvents.ts'
import { parseTeams, type Team, teamColumns } from './parseTeams.ts'
import { readCsv } from './readCsv.ts'
import { ImportError } from '../ImportError.ts'

/** A file: its name as the user gave it, and its text. */
export interface Source {
  name: string
  text: string
}

export interface SeasonSources {
  events: Source
  entries?: Source
  teams?: Source
  /** The year to move the dates to. */
  season?: number
}

/** A season that can be written, and the rows that cannot. */
export interface Season {
  /** The year of the events; undefined when there are no events. */
  year: number | undefined
  events: SeasonEvent[]
  teams: Team[]
  /** Undefined when no list of entries was given. */
  entries: Entry[] | undefined
  bad: BadRow[]
}

function listOf({ name, text }: Source): unknown[] {
  let json: unknown
  try {
    json = JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch (error) {
    throw new ImportError(`${name} is not JSON (${(error as Error).message}).`)
  }
  // FIRST's API wraps the list in an object; saved lists are often the array alone.
  const list = Array.isArray(json) ? json : (json as { Events?: unknown } | null)?.Events
  if (!Array.isArray(list)) throw new ImportError(`${name} is not a list of events like FIRST's.`)
  if (list.length === 0) throw new ImportError(`${name} holds no events.`)
  return list
}

const teamsOf = (entries: Entry[]): Team[] => {
  const teams = new Map<string, Team>()
  for (const { team, place } of entries) {
    if (teams.has(team)) continue
    teams.set(team, { number: team, nickname: '', row: { file: 'entries', place } })
  }
  return [...teams.values()]
}

/**
 * Reads and checks all files, before anything is written.
 *
 * @throws {ImportError} when a whole file cannot be read; bad rows are reported in `bad`
 */
export function readSeason(sources: SeasonSources): Season {
  const events = parseEvents(listOf(sources.events), sources.season)
  const teams =
    sources.teams && parseTeams(readCsv(sources.teams.name, sources.teams.text, teamColumns))
  const entries =
    sources.entries &&
    parseEntries(readCsv(sources.entries.name, sources.entries.text, entryColumns), {
      eventCodes: new Set(events.rows.map((event) => event.code)),
      teams: teams && new Set(teams.rows.map((team) => team.number)),
    })
  return {
    year: events.season,
    events: events.rows,
    teams: teams?.rows ?? teamsOf(entries?.rows ?? []),
    entries: entries?.rows,
    bad: [...events.bad, ...(teams?.bad ?? []), ...(entries?.bad ?? [])],
  }
}
