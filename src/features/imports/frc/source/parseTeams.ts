import { z } from 'zod'

import { type BadRow, type Parsed, reasonOf } from './badRow.ts'
import type { CsvRow } from './readCsv.ts'

/** Some team numbers end in A to Z: 1482, 9970B. */
export const teamNumber = z
  .string('is missing')
  .trim()
  .regex(/^[1-9]\d{0,5}[A-Za-z]?$/, 'is not the number of a team')
  .transform((team) => team.toUpperCase())

const teamRow = z.object({
  team: teamNumber,
  nickname: z.string('is missing').trim().max(200, 'is longer than 200 characters'),
})

export interface Team {
  number: string
  /** Empty when it is not known. */
  nickname: string
  /** The first row that names the team. */
  row: Pick<BadRow, 'file' | 'place'>
}

export const teamColumns = Object.keys(teamRow.shape)

/** Reads the rows of a list of teams. A repeated team is a bad row. */
export function parseTeams(rows: CsvRow[]): Parsed<Team> {
  const teams = new Map<string, Team>()
  const bad: BadRow[] = []
  for (const { place, fields, misfit } of rows) {
    const refuse = (reason: string) => bad.push({ file: 'teams', place, reason })
    const { data, error } = teamRow.safeParse(fields)
    if (misfit) refuse(misfit)
    else if (error) refuse(reasonOf(error))
    else if (teams.has(data.team)) {
      refuse(`team ${data.team} is already in ${teams.get(data.team)!.row.place}`)
    } else {
      const row = { file: 'teams', place } as const
      teams.set(data.team, { number: data.team, nickname: data.nickname, row })
    }
  }
  return { rows: [...teams.values()], bad }
}
