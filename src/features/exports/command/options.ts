import { parseArgs } from 'node:util'

import type { ListFilters } from '../../events/public.ts'
import { validate } from '../../../http/validate.ts'
import type { z } from '../../../http/zod.ts'
import { type ExportFormat, exportFormats } from '../exportEvents.ts'
import { ExportQuery } from '../schemas.ts'

export const usage = `npm run export -- [--format csv|json|ics] FILE [options]

  FILE             the file to write; its ending says the format where --format does not
  --format NAME    csv    a table for spreadsheets, which can be imported again
                   json   a list for programs
                   ics    a calendar
  --status NAME    draft, published or cancelled
  --from DATE      starts at or after
  --until DATE     ends at or before
  --search WORDS   words in the event
  --program NAME   a program, such as FRC
  --country CODE   a country, such as DE
  --tag NAME       a tag
  --force          replaces a file that is there
  --help           shows this help
`

/** A reason to stop that its user can act on: one sentence, printed without a stack. */
export class ExportError extends Error {
  override readonly name = 'ExportError'
}

export interface ExportOptions {
  file: string
  format: ExportFormat
  query: Omit<z.output<typeof ListFilters>, 'ordering'>
  force: boolean
  help: boolean
}

const text = { type: 'string' } as const
const flag = { type: 'boolean', default: false } as const
const flags = {
  format: text,
  status: text,
  from: text,
  until: text,
  search: text,
  program: text,
  country: text,
  tag: text,
  force: flag,
  help: flag,
} as const

function parse(argv: string[]) {
  try {
    return parseArgs({ args: argv, options: flags, allowPositionals: true })
  } catch (error) {
    throw new ExportError((error as Error).message.split('. ')[0])
  }
}

function formatOf(given: string | undefined, file: string): ExportFormat {
  const name = given ?? /\.(\w+)$/.exec(file)?.[1]?.toLowerCase()
  const format = exportFormats.find((known) => known === name)
  if (format) return format
  throw new ExportError(
    name === undefined
      ? `${file} does not say its format: name it with --format csv, json or ics.`
      : `--format takes one of ${exportFormats.join(', ')}, not "${name}".`,
  )
}

interface Filters {
  status?: string | undefined
  from?: string | undefined
  until?: string | undefined
}

function queryOf({ from, until, ...filters }: Filters & Record<string, unknown>) {
  try {
    return validate(ExportQuery, { ...filters, start_date: from, end_date: until })
  } catch (error) {
    const { errors = [] } = (error as { data?: { errors?: { message: string; path: string }[] } })
      .data ?? { errors: [] }
    const [first] = errors
    if (!first) throw error
    const names: Record<string, string> = { start_date: 'from', end_date: 'until' }
    throw new ExportError(`--${names[first.path] ?? first.path}: ${first.message}`)
  }
}

/**
 * The options on the command line.
 *
 * @throws {ExportError} when they are wrong
 */
export function readOptions(argv: string[]): ExportOptions {
  const { positionals, values } = parse(argv)
  const { force, format, help, ...filters } = values
  if (help) return { file: '', format: 'csv', query: {}, force, help }
  if (positionals.length !== 1)
    throw new ExportError(`One file is needed, not ${positionals.length}.\n\n${usage}`)
  const file = positionals[0]!
  return { file, format: formatOf(format, file), query: queryOf(filters), force, help }
}
