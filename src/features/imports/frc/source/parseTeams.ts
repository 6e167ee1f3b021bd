import { z } from 'zod'

import { type BadRow, type Parsed, reasonOf } from './badRow.ts'
import type { CsvRow } from './readCsv.ts'
import { line, lineUpTo } from './text.ts'

/** Some team numbers end in A to Z: 1482, 9970B. */
export const teamNumber = line('is missing')
  .refine((team) => /^[1-9]\d{0,5}[A-Za-z]?$/.test(team), 'is not the number of a team')
  .transform((team) => team.toUpperCase())

const teamRow = z.object({ team: teamNumber, nickname: lineUpTo(200) })

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
  const named: string[] = []
  for (const { place, fields, misfit } of rows) {
    const refuse = (reason: string) => bad.push({ file: 'teams', place, reason })
    const { data, error } = teamRow.safeParse(fields)
    if (typeof fields.team === 'string') named.push(fields.team.trim().toUpperCase())
    if (misfit) refuse(misfit)
    else if (error) refuse(reasonOf(error))
    else if (teams.has(data.team)) {
      refuse(`team ${data.team} is already in ${teams.get(data.team)!.row.place}`)
    } else {
      const row = { file: 'teams', place } as const
      teams.set(data.team, { number: data.team, nickname: data.nickname, row })
    }
  }
  const lost = new Set(named.filter((number) => number !== '' && !teams.has(number)))
  return { rows: [...teams.values()], bad, lost }
}

type Json = Record<string, unknown>

/** The rows of FIRST's own team list, as those of a CSV. */
export const rowsOfFirst = (list: unknown[]): CsvRow[] =>
  list.map((row, index) => {
    const team = (row !== null && typeof row === 'object' ? row : {}) as Json
    const { displayTeamNumber, nameShort, teamNumber: given = displayTeamNumber } = team
    const number = typeof given === 'number' ? String(given) : given
    const isNamed = typeof number === 'string' && number !== ''
    return {
      place: `team ${index + 1}${isNamed ? ` (${number})` : ''}`,
      fields: { team: number, nickname: nameShort ?? '' },
      misfit: row === team ? undefined : 'it is not an object',
    }
  })
