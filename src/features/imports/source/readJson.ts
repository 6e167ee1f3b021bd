import { ImportError } from '../command/ImportError.ts'
import type { Source } from './source.ts'

/** A list that an API has answered. */
export interface SourceList {
  rows: unknown[]
  /** The pages that the list has, and those that the file has. Undefined when it is not paged. */
  pages?: { given: number; total: number }
}

type Json = Record<string, unknown>

const asObject = (value: unknown): Json | undefined =>
  value !== null && typeof value === 'object' && !Array.isArray(value) ? (value as Json) : undefined

/** The list in an answer of the API; undefined when it has none. */
const listIn = (value: unknown, names: string[]): unknown[] | undefined => {
  const object = asObject(value)
  return object && names.map((name) => object[name]).find((list) => Array.isArray(list))
}

/** The number of pages, as FIRST and RobotEvents write it. */
const pagesOf = (answer: unknown) =>
  Number(asObject(answer)?.pageTotal ?? asObject(asObject(answer)?.meta)?.last_page)

export const looksLikeJson = ({ text }: Source): boolean => /^\uFEFF?\s*[[{]/.test(text)

/** The value in a file. @throws {ImportError} when the file is not JSON */
export function parseJson({ name, text }: Source): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch (error) {
    throw new ImportError(`${name} is not JSON (${(error as Error).message}).`)
  }
}

/**
 * The rows in a file from an API: the answer, the bare list, or a list of the answers for all pages.
 *
 * @param names how the API names the list
 * @returns undefined when the file holds something else
 * @throws {ImportError} when the file is not JSON
 */
export function readJson(source: Source, names: string[]): SourceList | undefined {
  const json = parseJson(source)
  const answers = Array.isArray(json) ? json : [json]
  const lists = answers.map((answer) => listIn(answer, names))
  if (lists.length === 0 || lists.includes(undefined)) {
    return Array.isArray(json) ? { rows: json } : undefined
  }
  const total = pagesOf(answers[0])
  const rows = (lists as unknown[][]).flat()
  return total > 0 ? { rows, pages: { given: lists.length, total } } : { rows }
}
