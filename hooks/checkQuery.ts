import {
  type CollectionBeforeOperationHook,
  type Payload,
  QueryError,
  type SanitizedCollectionConfig,
  type Where,
} from 'payload'

import { isCalendarDay, isDay } from '../src/shared/isoDate.ts'
import { fieldAt } from './fieldAt.ts'
import { isGroup, searches } from './filterWork.ts'

/** The paths in a filter, without the values. */
const pathsOf = (where: Where | null): string[] =>
  Object.entries(where ?? {}).flatMap(([key, value]) =>
    isGroup(key) && Array.isArray(value) ? value.flatMap(pathsOf) : [key],
  )

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Whether every level of a filter consists of conditions. Payload assumes this without a check. */
const isWhere = (where: unknown): boolean =>
  isObject(where) &&
  Object.entries(where).every(([key, value]) =>
    isGroup(key) ? Array.isArray(value) && value.every(isWhere) : isObject(value),
  )

const isValue = (value: unknown): boolean => ['string', 'number', 'boolean'].includes(typeof value)

/**
 * A filter in full: `where[status]=published` is short for `where[status][equals]=published`. Generated
 * clients write only one level of brackets.
 */
function inFull(where: unknown): unknown {
  if (!isObject(where)) return where
  const conditions = Object.entries(where).map(([key, value]) => {
    if (isGroup(key)) return [key, Array.isArray(value) ? value.map(inFull) : value]
    return [key, isValue(value) ? { equals: value } : value]
  })
  return Object.fromEntries(conditions) as unknown
}

/** Operators of fields that no collection has: places on a map, and fields with several values. */
const unsupported = new Set(['near', 'within', 'intersects', 'all'])

/** The types that can be searched. On any other column PostgreSQL would report an error. */
const texts = new Set(['text', 'textarea', 'email', 'code'])

/** Payload splits what they search for into words, without a look at its type. */
const wordSearches = new Set(['like', 'not_like'])

const isScalar = (value: unknown) => typeof value !== 'object' || value === null

/** The number of a document is no field of its collection. */
const isId = (path: string) => /(^|[._])id$/.test(path)

const numbered = new Set(['relationship', 'upload', 'number'])

/** Whether PostgreSQL can hold a date: the years that are written with four digits, and days that exist. */
function isReadableDate(value: unknown): boolean {
  if (value === null || value === '' || value === 'null') return true
  if (typeof value === 'string' && isDay(value)) return isCalendarDay(value)
  const year = new Date(value as string).getUTCFullYear()
  return year >= 1 && year <= 9999
}

/** The paths whose operator or value cannot be compared with their field. */
function wrongConditions(
  where: Where | null,
  collection: SanitizedCollectionConfig,
  payload: Payload,
): string[] {
  return Object.entries(where ?? {}).flatMap(([key, value]) => {
    if (isGroup(key) && Array.isArray(value)) {
      return value.flatMap((inner: Where) => wrongConditions(inner, collection, payload))
    }
    const { field } = fieldAt(key, collection, payload)
    const type = field?.type ?? (isId(key) ? 'number' : undefined)
    const isDate = type === 'date'
    const isRight = Object.entries(value as object).every(([operator, compared]) => {
      if (unsupported.has(operator)) return false
      if (wordSearches.has(operator) && typeof compared !== 'string') return false
      // Payload reads the word as no value, and then looks for the values of a list in it.
      if (operator.endsWith('in') && compared === 'null' && numbered.has(type ?? '')) return false
      if (searches.has(operator) && type !== undefined) {
        return texts.has(type) && isScalar(compared) && compared !== null
      }
      const values: unknown[] =
        isDate && typeof compared === 'string' && operator.endsWith('in')
          ? compared.split(',')
          : [compared].flat()
      if (!values.every((each) => isScalar(each) || each instanceof Date)) return false
      return !isDate || operator === 'exists' || values.every(isReadableDate)
    })
    return isRight ? [] : [key]
  })
}

interface Query {
  sort?: string | string[]
  where?: Where | null
}

/**
 * Bounds the sorting and the filters of a list. It can be sorted by its own fields only: Payload does not
 * check access along a longer path, and the order would reveal data of users, down to their password
 * hashes. It can be filtered through one relationship at most: Payload detects an error in a longer path
 * in a promise that nobody awaits, which ends the process.
 *
 * @throws {QueryError} 400 with the paths
 */
export const checkQuery: CollectionBeforeOperationHook = ({
  args,
  collection,
  overrideAccess,
  req,
}) => {
  if (overrideAccess) return args
  const { sort, where: given } = args as Query
  const where = (given ? inFull(given) : null) as Where | null
  if (where !== null && !isWhere(where)) throw new QueryError([{ path: 'where' }])
  const beyond = (most: number) => (path: string) =>
    fieldAt(path.replace(/^-/, ''), collection, req.payload).hops > most
  /** Payload lists a document once for each of the values, so its pages would repeat documents. */
  const hasManyValues = (path: string) => {
    const { field } = fieldAt(path.replace(/^-/, ''), collection, req.payload)
    return field !== undefined && 'hasMany' in field && field.hasMany === true
  }
  const refused = [
    ...wrongConditions(where, collection, req.payload),
    ...[sort ?? []].flat().filter((path) => beyond(0)(path) || hasManyValues(path)),
    ...pathsOf(where).filter(beyond(1)),
  ]
  if (refused.length > 0) throw new QueryError(refused.map((path) => ({ path })))
  return where === null ? args : { ...args, where }
}
