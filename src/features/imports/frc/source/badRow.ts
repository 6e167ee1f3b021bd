import type { z } from 'zod'

/** A row of a source file that cannot be imported: where it stands, and why not. */
export interface BadRow {
  file: 'events' | 'teams' | 'entries'
  /** As a reader of the file finds it: "event 5 (ABCA)", "line 12". */
  place: string
  reason: string
}

/** What a file held, in its order: the rows to import, and every one that cannot be. */
export interface Parsed<Row> {
  rows: Row[]
  bad: BadRow[]
}

/** Every reason why a row is wrong, in one line: "name is missing; dateEnd is empty". */
export const reasonOf = (error: z.ZodError): string =>
  error.issues.map(({ path, message }) => [...path, message].join(' ')).join('; ')
