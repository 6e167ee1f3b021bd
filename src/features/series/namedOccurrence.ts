import { ValidationError } from 'payload'

import { Refusal } from '../../shared/errors/Refusal.ts'
import { dayOf, toLocal } from './localTime.ts'
import type { OccurrenceRow } from './queries/occurrences.ts'

type Named = Pick<OccurrenceRow, 'id' | 'startDate' | 'timezone'>

/** The most events that an error names. */
const maxNamed = 5

/** An event of a series in an error: its day and its number. */
const nameOf = ({ id, startDate, timezone }: Named) =>
  `${dayOf(toLocal(startDate, timezone))} (event ${id})`

/** "2031-05-10 (event 7), 2031-05-17 (event 8) and 3 more". */
export function namesOf(occurrences: Named[]): string {
  const names = occurrences.slice(0, maxNamed).map(nameOf).join(', ')
  const more = occurrences.length - maxNamed
  return more > 0 ? `${names} and ${more} more` : names
}

interface FieldErrors {
  errors: { path: string; message: string }[]
}

/** Runs the change of one event of many. Its error says which event it is. */
export async function withName<Result>(
  occurrence: Named,
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof ValidationError) {
      const { errors } = error.data as unknown as FieldErrors
      const named = errors.map((one) => ({
        ...one,
        message: `${nameOf(occurrence)}: ${one.message}`,
      }))
      throw new ValidationError({ errors: named })
    }
    if (error instanceof Refusal) {
      throw new Refusal(error.status, error.code, `${nameOf(occurrence)}: ${error.message}`)
    }
    throw error
  }
}
