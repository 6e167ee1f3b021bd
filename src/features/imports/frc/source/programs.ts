/** A competition of FIRST. Each numbers its teams and its events by itself. */
export interface Program {
  /** Marks what an import has created: `frc` in usernames, addresses and `externalSource`. */
  key: string
  name: string
  /** The month in which a season begins, from 1. A season that begins in autumn lies in two years. */
  firstMonth: number
}

export const frc: Program = { key: 'frc', name: 'FIRST Robotics Competition', firstMonth: 1 }

export const programs: Program[] = [
  frc,
  { key: 'ftc', name: 'FIRST Tech Challenge', firstMonth: 8 },
  { key: 'fll', name: 'FIRST LEGO League', firstMonth: 8 },
]

export const programOf = (key: string): Program | undefined =>
  programs.find((program) => program.key === key)

/** Fields that FIRST writes for events and teams of the FIRST Tech Challenge alone. */
const ftcFields = ['regionCode', 'leagueCode', 'typeName', 'displayTeamNumber', 'homeRegion']

/** The key of the program to which rows of FIRST's belong. */
export const programOfRows = (rows: unknown[]): string =>
  rows.some(
    (row) => row !== null && typeof row === 'object' && ftcFields.some((name) => name in row),
  )
    ? 'ftc'
    : 'frc'

/** The season of a day: the year in which it begins. */
export function seasonYear({ firstMonth }: Program, date: string): number {
  const [year, month] = date.split('-').map(Number)
  return month! < firstMonth ? year! - 1 : year!
}
