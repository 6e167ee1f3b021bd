import type { z } from 'zod'

/** A row of a source file that cannot be imported: its place, and the reason. */
export interface BadRow {
  file: 'events' | 'teams' | 'entries'
  /** The place in the file, for a person: "event 5 (ABCA)", "line 12". */
  place: string
  reason: string
  /** Whether nothing is wrong with the row but that its event or its team is a bad row. */
  isConsequence?: boolean
}

/** The content of a file, in its order: the good rows and the bad rows. */
export interface Parsed<Row> {
  rows: Row[]
  bad: BadRow[]
  /** The codes of the events, or the numbers of the teams, that only bad rows have. */
  lost: Set<string>
}

/** Every reason why a row is wrong, in one line: "name is missing; dateEnd is empty". */
export const reasonOf = (error: z.ZodError): string =>
  error.issues.map(({ path, message }) => [...path, message].join(' ')).join('; ')
