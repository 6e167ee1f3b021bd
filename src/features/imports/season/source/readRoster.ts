import { ImportError } from '../../command/ImportError.ts'
import { parseDelimited } from '../../source/delimited.ts'
import { type CsvRow, readCsv } from '../../source/readCsv.ts'
import { looksLikeJson, readJson, type SourceList } from '../../source/readJson.ts'
import type { Source } from '../../source/source.ts'
import { entryColumns } from './parseEntries.ts'
import { rowsOfApi, teamColumns, teamNumber } from './parseTeams.ts'
import type { Program } from './programs.ts'

/** How APIs name their lists of teams. */
const teamLists = ['teams', 'Teams', 'data']

const isNumber =
  (program: Program) =>
  (cell = ''): boolean =>
    teamNumber(program).safeParse(cell).success

/**
 * A list of teams as an API answers it. Undefined when the file is no JSON: then it is a CSV.
 *
 * @throws {ImportError} when the JSON has no list of teams
 */
export function teamListOf(source: Source): SourceList | undefined {
  if (!looksLikeJson(source)) return undefined
  const list = readJson(source, teamLists)
  if (!list) throw new ImportError(`${source.name} is not a list of teams like FIRST's.`)
  return list
}

const isPerson = (text: string) => /student|first name|email/i.test(text.split(/\r|\n/, 1)[0]!)

/**
 * The rows of a list of teams: an answer of an API, or a CSV. Some programs write no header: number and name.
 *
 * @throws {ImportError} when it has no numbers of teams
 */
export function teamRows(source: Source, program: Program, list?: SourceList): CsvRow[] {
  if (list) return rowsOfApi(list.rows)
  const hasNumber = isNumber(program)
  try {
    return readCsv(source, teamColumns, ([first]) => hasNumber(first))
  } catch (error) {
    if (!(error instanceof ImportError) || !isPerson(source.text)) throw error
    throw new ImportError(
      `${source.name} lists people and names of teams without numbers: a team is known by its number. ` +
        'Add a column "team" with numbers, and leave people out.',
    )
  }
}

/** A file of numbers alone: in one line, or in one column. */
function numbersOf(source: Source, program: Program): CsvRow[] | undefined {
  const rows = parseDelimited(source, ',')
  const all = rows.flatMap(({ cells, place }) => cells.map((cell) => ({ cell, place })))
  const isList = rows.length === 1 || rows.every(({ cells }) => cells.length === 1)
  const filled = all.filter(({ cell }) => cell.trim() !== '')
  if (!isList || filled.length === 0 || !filled.every(({ cell }) => isNumber(program)(cell)))
    return undefined
  return filled.map(({ cell, place }) => ({ place, fields: { team: cell }, misfit: undefined }))
}

/**
 * The rows of a list of entries.
 *
 * @param event the code of the event, when the file is the teams of that one alone
 * @throws {ImportError} when the file names no events and no `event` was given
 */
export function entryRows(source: Source, program: Program, event?: string): CsvRow[] {
  if (event === undefined) {
    if (looksLikeJson(source) || numbersOf(source, program)) {
      throw new ImportError(
        `${source.name} does not say to which event its teams go: name the event with --event CODE.`,
      )
    }
    return readCsv(source, entryColumns)
  }
  const list = teamListOf(source)
  const { team } = entryColumns
  const rows =
    (list ? rowsOfApi(list.rows) : numbersOf(source, program)) ??
    readCsv(source, { team: team! }, ([first]) => isNumber(program)(first))
  return rows.map((row) => ({ ...row, fields: { ...row.fields, event_code: event } }))
}
