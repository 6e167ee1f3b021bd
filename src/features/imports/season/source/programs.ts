/** A competition that numbers its teams and its events by itself. */
export interface Program {
  /** Marks what an import has created: `frc` in usernames, addresses and `externalSource`. */
  key: string
  name: string
  /** The month in which a season begins, from 1. A season that begins in autumn lies in two years. */
  firstMonth: number
  /** What a team's number looks like. */
  teamNumber: RegExp
}

/** Some team numbers end in A to Z: 1482, 9970B. */
const digits = /^[1-9]\d{0,5}[A-Z]?$/
/** VEX: `99901A`. Teams of colleges have no digits: `BLRS`. */
const digitsOrName = /^(?=[A-Z0-9]{1,8}$)(?:[1-9]\d*[A-Z]{0,2}|[A-Z]{2,6}\d*)$/

export const frc: Program = {
  key: 'frc',
  name: 'FIRST Robotics Competition',
  firstMonth: 1,
  teamNumber: digits,
}

const first = { teamNumber: digits }
const vex = { firstMonth: 5, teamNumber: digitsOrName }

export const programs: Program[] = [
  frc,
  { ...first, key: 'ftc', name: 'FIRST Tech Challenge', firstMonth: 8 },
  { ...first, key: 'fll', name: 'FIRST LEGO League', firstMonth: 8 },
  { ...vex, key: 'v5rc', name: 'VEX V5 Robotics Competition' },
  { ...vex, key: 'viqrc', name: 'VEX IQ Robotics Competition' },
  { ...vex, key: 'vurc', name: 'VEX U Robotics Competition' },
  { ...vex, key: 'vairc', name: 'VEX AI Robotics Competition' },
  { ...vex, key: 'adc', name: 'Aerial Drone Competition' },
]

export const programOf = (key: string): Program | undefined =>
  programs.find((program) => program.key === key.toLowerCase())

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
