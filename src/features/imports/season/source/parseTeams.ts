import { z } from 'zod'

import { type BadRow, type Parsed, reasonOf } from '../../source/badRow.ts'
import type { Columns, CsvRow } from '../../source/readCsv.ts'
import { line, lineUpTo } from '../../source/text.ts'
import type { Program } from './programs.ts'

/** The number of a team, in capitals. The Blue Alliance writes the program before it: `frc1482`. */
export const teamNumber = ({ key, teamNumber: pattern }: Program) =>
  line('is missing')
    .transform((team) => team.toUpperCase().replace(new RegExp(`^${key}(?=\\d)`, 'i'), ''))
    .refine((team) => pattern.test(team), 'is not the number of a team')

export interface Team {
  number: string
  /** Empty when it is not known. */
  nickname: string
  /** The first row that names the team. */
  row: Pick<BadRow, 'file' | 'place'>
}

/** The columns of a list of teams, with the names that programs give them. */
export const teamColumns: Columns = {
  team: ['team', 'number', 'team number', 'display team number'],
  nickname: ['nickname', 'team name', 'name short', 'name', 'team nickname'],
}

/** Reads the rows of a list of teams. A repeated team is a bad row. */
export function parseTeams(rows: CsvRow[], program: Program): Parsed<Team> {
  const teamRow = z.object({ team: teamNumber(program), nickname: lineUpTo(200) })
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

const asText = (value: unknown) => (typeof value === 'number' ? String(value) : value)

/** The rows of a list of teams from an API of FIRST, The Blue Alliance or RobotEvents, as those of a CSV. */
export const rowsOfApi = (list: unknown[]): CsvRow[] =>
  list.map((row, index) => {
    const team = (row !== null && typeof row === 'object' ? row : {}) as Json
    const given = team.teamNumber ?? team.displayTeamNumber ?? team.team_number ?? team.number
    const number = asText(given)
    const isNamed = typeof number === 'string' && number !== ''
    return {
      place: `team ${index + 1}${isNamed ? ` (${number})` : ''}`,
      fields: {
        team: number,
        nickname: team.nameShort ?? team.nickname ?? team.team_name ?? '',
      },
      misfit: row === team ? undefined : 'it is not an object',
    }
  })
