import { z } from 'zod'

import { type BadRow, type Parsed, reasonOf } from '../../source/badRow.ts'
import type { Columns, CsvRow } from '../../source/readCsv.ts'
import { line } from '../../source/text.ts'
import { teamNumber } from './parseTeams.ts'
import type { Program } from './programs.ts'

/** A team that takes part in an event. */
export interface Entry {
  eventCode: string
  team: string
  place: string
}

/** The events and the teams that the other files have. */
export interface Known {
  eventCodes: Set<string>
  /** Undefined without a list of teams: then every number is good. */
  teams?: Set<string>
  /** The events and teams whose own rows are bad. */
  lostEvents: Set<string>
  lostTeams: Set<string>
}

export const entryColumns: Columns = {
  event_code: ['event_code', 'sku', 'event_key'],
  team: ['team', 'number', 'team number'],
}

/** Why an event or a team of an entry cannot be used; undefined when both can. */
function unknownIn(
  entry: Entry,
  known: Known,
): Pick<BadRow, 'reason' | 'isConsequence'> | undefined {
  const { eventCode, team } = entry
  const isConsequence = true
  if (!known.eventCodes.has(eventCode)) {
    return known.lostEvents.has(eventCode)
      ? { reason: `event ${eventCode} is a bad row`, isConsequence }
      : { reason: `event ${eventCode} is not among the events` }
  }
  if (!known.teams || known.teams.has(team)) return undefined
  return known.lostTeams.has(team)
    ? { reason: `team ${team} is a bad row`, isConsequence }
    : { reason: `team ${team} is not among the teams` }
}

const entryRow = (program: Program) =>
  z.object({
    event_code: line('is missing')
      .refine((code) => code !== '', 'is empty')
      .transform((code) => code.toUpperCase()),
    team: teamNumber(program),
  })

/** Reads the rows of a list of entries. A repeated entry and an unknown event or team are bad rows. */
export function parseEntries(rows: CsvRow[], known: Known, program: Program): Parsed<Entry> {
  const schema = entryRow(program)
  const entries = new Map<string, Entry>()
  const bad: BadRow[] = []
  for (const { place, fields, misfit } of rows) {
    const refuse = (why: Pick<BadRow, 'reason' | 'isConsequence'>) =>
      bad.push({ file: 'entries', place, ...why })
    const { data, error } = schema.safeParse(fields)
    if (misfit || error) {
      refuse({ reason: misfit ?? reasonOf(error!) })
      continue
    }
    const entry = { eventCode: data.event_code, team: data.team, place }
    const key = `${entry.eventCode} ${entry.team}`
    const first = entries.get(key)
    const unknown = unknownIn(entry, known)
    if (unknown) refuse(unknown)
    else if (first) {
      const { eventCode, team } = entry
      refuse({ reason: `team ${team} is already entered in ${eventCode} by ${first.place}` })
    } else entries.set(key, entry)
  }
  return { rows: [...entries.values()], bad, lost: new Set() }
}
