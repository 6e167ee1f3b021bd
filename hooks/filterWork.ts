import type { FlattenedField, PayloadRequest, Where } from 'payload'

import { getRequestContext, type RequestContext } from '../src/shared/requestContext.ts'

/** The bounds of all filters of a request together. */
const max = {
  /** Characters of all texts. */
  characters: 20_000,
  /** Words that all conditions search for. A word that is searched in a long text counts as five. */
  words: 50,
}

/** Whether a key of a filter holds other filters instead of a condition. */
export const isGroup = (key: string): boolean => /^(and|or)$/i.test(key)

/** Operators that search in a text. */
export const searches = new Set(['like', 'not_like', 'contains'])
const longTexts = new Set(['textarea', 'richText', 'json', 'code'])
const costOfLongText = 5

const charactersOf = (value: unknown): number => {
  if (typeof value === 'string') return value.length
  return Array.isArray(value) ? value.reduce<number>((sum, one) => sum + charactersOf(one), 0) : 0
}

/** The words that a text is searched for. Payload compares each of them with the whole text. */
const wordsOf = (value: unknown): number =>
  [value].flat().reduce<number>((sum, one) => sum + String(one).split(/\s+/).length, 0)

interface Work {
  characters: number
  words: number
}

const isLongText = (fields: FlattenedField[], path: string) => {
  const name = path
    .replaceAll('__', '.')
    .replace(/^version\./, '')
    .split('.')[0]
  const field = fields.find((each) => each.name === name)
  return field !== undefined && longTexts.has(field.type)
}

/** Adds up what a filter compares documents with. */
function workOf(where: Where, fields: FlattenedField[]): Work {
  const sum = { characters: 0, words: 0 }
  for (const [key, value] of Object.entries(where)) {
    if (isGroup(key)) {
      for (const inner of value as Where[]) {
        const { characters, words } = workOf(inner, fields)
        sum.characters += characters
        sum.words += words
      }
      continue
    }
    const cost = isLongText(fields, key) ? costOfLongText : 1
    for (const [operator, compared] of Object.entries(value as object)) {
      sum.characters += charactersOf(compared)
      if (searches.has(operator)) sum.words += wordsOf(compared) * cost
    }
  }
  return sum
}

const requestedWork = new WeakMap<RequestContext, Work>()

/** Adds the work of a filter to that of the other filters of one GraphQL request. */
function sumOfRequest(work: Work, { payloadAPI }: PayloadRequest): Work {
  const context = payloadAPI === 'GraphQL' ? getRequestContext() : undefined
  if (!context) return work
  const before = requestedWork.get(context) ?? { characters: 0, words: 0 }
  const sum = {
    characters: before.characters + work.characters,
    words: before.words + work.words,
  }
  requestedWork.set(context, sum)
  return sum
}

/**
 * Whether PostgreSQL would have to compare each document with too much. All filters of one GraphQL
 * request count together.
 *
 * @param fields of the collection
 */
export function isTooMuchWork(
  where: Where,
  fields: FlattenedField[],
  req: PayloadRequest,
): boolean {
  const { characters, words } = sumOfRequest(workOf(where, fields), req)
  return characters > max.characters || words > max.words
}
