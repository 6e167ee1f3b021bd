import { z } from 'zod'

import { type BadRow, type Parsed, reasonOf } from './badRow.ts'
import { teamNumber } from './parseTeams.ts'
import type { CsvRow } from './readCsv.ts'

const entryRow = z.object({
  event_code: z.string('is missing').trim().min(1, 'is empty'),
  team: teamNumber,
})

/** A team that takes part in an event. */
export interface Entry {
  eventCode: string
  team: string
  place: string
}

export interface Known {
  eventCodes: Set<string>
  /** Undefined without a list of teams: then every number is good. */
  teams?: Set<string>
}

export const entryColumns = Object.keys(entryRow.shape)

/** Reads the rows of a list of entries. A repeated entry and an unknown event or team are bad rows. */
export function parseEntries(rows: CsvRow[], { eventCodes, teams }: Known): Parsed<Entry> {
  const entries = new Map<string, Entry>()
  const bad: BadRow[] = []
  for (const { place, fields, misfit } of rows) {
    const refuse = (reason: string) => bad.push({ file: 'entries', place, reason })
    const { data, error } = entryRow.safeParse(fields)
    if (misfit || error) {
      refuse(misfit ?? reasonOf(error!))
      continue
    }
    const { event_code: eventCode, team } = data
    const key = `${eventCode} ${team}`
    if (!eventCodes.has(eventCode)) refuse(`event ${eventCode} is not among the events`)
    else if (teams && !teams.has(team)) refuse(`team ${team} is not among the teams`)
    else if (entries.has(key)) {
      refuse(`team ${team} is already entered in ${eventCode} by ${entries.get(key)!.place}`)
    } else entries.set(key, { eventCode, team, place })
  }
  return { rows: [...entries.values()], bad }
}
