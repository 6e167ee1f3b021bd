import { ImportError } from '../command/ImportError.ts'
import { type Field, fieldNames, fieldOf, foldedName, isExport, isField } from './fields.ts'
import { looksLikeDate } from './readDate.ts'
import type { Table } from './table.ts'

/** The column of each field, by its index. */
export type Mapping = Map<Field, number>

export interface ProposedMapping {
  mapping: Mapping
  /** Whether a person must confirm it: some columns were guessed. */
  isGuessed: boolean
}

const ofExport: Partial<Record<string, Field>> = {
  id: 'exported_id',
  created_at: 'created_at',
  start_date: 'start',
  end_date: 'end',
}

/** The columns of an export of this platform. Those that only show something, such as free seats, are left out. */
function mappingOfExport(columns: string[]): Mapping {
  const mapping: Mapping = new Map()
  for (const [index, column] of columns.entries()) {
    const field = ofExport[column] ?? column
    if (isField(field)) mapping.set(field, index)
  }
  return mapping
}

/** The columns whose names say their fields, each field with the column that says it best. */
function byNames(columns: string[]): Mapping {
  const best = new Map<Field, { index: number; rank: number }>()
  for (const [index, column] of columns.entries()) {
    const found = fieldOf(column)
    const known = found && best.get(found.field)
    if (found && (!known || found.rank < known.rank))
      best.set(found.field, { index, rank: found.rank })
  }
  const mapping: Mapping = new Map([...best].map(([field, { index }]) => [field, index]))
  const [time, start] = [mapping.get('start_time'), mapping.get('start')]
  // A column that is called time may have the whole date.
  if (start === undefined && time !== undefined) {
    mapping.set('start', time)
    mapping.delete('start_time')
    const end = mapping.get('end_time')
    if (end !== undefined && !mapping.has('end')) mapping.set('end', end)
    mapping.delete('end_time')
  }
  return mapping
}

/** Without names: the first column of dates is the start, and the one with the most different texts the title. */
function byContent({ columns, rows }: Table): Mapping {
  const sample = rows.slice(0, 200)
  const values = columns.map((_, index) => sample.map(({ cells }) => cells[index]?.trim() ?? ''))
  const start = values.findIndex((texts) => texts.length > 0 && texts.every(looksLikeDate))
  const variety = values.map((texts, index) => {
    const isText = texts.some((text) => /\p{L}{3}/u.test(text))
    if (index === start || !isText) return 0
    return new Set(texts).size + texts.join('').length / (sample.length * 1000)
  })
  const title = variety.indexOf(Math.max(...variety))
  const mapping: Mapping = new Map()
  if (variety[title]! > 0) mapping.set('title', title)
  if (start >= 0) mapping.set('start', start)
  return mapping
}

/** The index of a column by its name or its number. @throws {ImportError} when there is none */
function columnOf(given: string, { columns, name }: Table): number {
  const index = columns.findIndex((column) => column.trim() === given.trim())
  const folded = foldedName(given)
  const similar = columns.findIndex((column) => folded !== '' && foldedName(column) === folded)
  const number = /^\d+$/.test(given) ? Number(given) - 1 : -1
  const found = [index, similar, number].find((one) => one >= 0 && one < columns.length)
  if (found !== undefined) return found
  throw new ImportError(
    `${name} has no column "${given}". Its columns are: ${columns.join(', ').slice(0, 300)}.`,
  )
}

/** The fields of `--mapping`. Without a column the field is left out. @throws {ImportError} for a wrong one */
function chosenIn(given: string[], table: Table): Map<Field, number | undefined> {
  return new Map(
    given.map((text) => {
      const [field = '', ...rest] = text.split('=')
      const name = field.trim()
      if (!isField(name) || rest.length === 0) {
        throw new ImportError(
          `--mapping takes FIELD=COLUMN, not "${text}". The fields are: ${fieldNames.join(', ')}.`,
        )
      }
      const column = rest.join('=').trim()
      return [name, column === '' ? undefined : columnOf(column, table)] as const
    }),
  )
}

const requiredFields = ['title', 'start'] as const

/** @throws {ImportError} with what is missing, and how to name it */
function checkRequired(mapping: Mapping, { columns, name }: Table): void {
  const lacking = requiredFields.filter((field) => !mapping.has(field))
  if (lacking.length === 0) return
  const folded = columns.map(foldedName)
  if (
    folded.some((column) =>
      /^(e?mail|emailaddress|firstname|first|student1firstname)$/.test(column),
    )
  ) {
    throw new ImportError(
      `${name} is a list of people, and none of events: people register themselves.`,
    )
  }
  if (folded.some((column) => /^team(number|name)?$/.test(column))) {
    throw new ImportError(
      `${name} is a list of teams: name it with --teams, next to a list of events.`,
    )
  }
  const options = lacking.map((field) => `--mapping ${field}=COLUMN`).join(' ')
  throw new ImportError(
    `${name} has no column for ${lacking.join(' and ')}: name it with ${options}. ` +
      `Its columns are: ${columns.join(', ').slice(0, 300)}.`,
  )
}

/**
 * Which column of a table is which field: as the user says, and as the names of the columns say.
 *
 * @param given the values of `--mapping`: `title=Name`; the column by its name or number
 * @throws {ImportError} for a column that is not there, and for a table without title or start
 */
export function proposeMapping(table: Table, given: string[]): ProposedMapping {
  const chosen = chosenIn(given, table)
  const isOwn = isExport(table.columns)
  const proposed = isOwn
    ? mappingOfExport(table.columns)
    : table.hasHeader
      ? byNames(table.columns)
      : byContent(table)
  const taken = new Set(chosen.values())
  const mapping: Mapping = new Map(
    [...proposed].filter(([field, index]) => !chosen.has(field) && !taken.has(index)),
  )
  const isGuessed = !isOwn && mapping.size > 0
  for (const [field, index] of chosen) if (index !== undefined) mapping.set(field, index)
  checkRequired(mapping, table)
  return { mapping, isGuessed }
}
