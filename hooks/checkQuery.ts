import {
  type CollectionBeforeOperationHook,
  type FlattenedField,
  type Payload,
  QueryError,
  type SanitizedCollectionConfig,
  type Where,
} from 'payload'

/** The paths in a filter, without the values. */
const pathsOf = (where: Where | null): string[] =>
  Object.entries(where ?? {}).flatMap(([key, value]) =>
    /^(and|or)$/i.test(key) && Array.isArray(value) ? value.flatMap(pathsOf) : [key],
  )

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Whether every level of a filter consists of conditions. Payload assumes this without a check. */
const isWhere = (where: unknown): boolean =>
  isObject(where) &&
  Object.entries(where).every(([key, value]) =>
    /^(and|or)$/i.test(key) ? Array.isArray(value) && value.every(isWhere) : isObject(value),
  )

const isValue = (value: unknown): boolean => ['string', 'number', 'boolean'].includes(typeof value)

/**
 * A filter in full: `where[status]=published` is short for `where[status][equals]=published`. Generated
 * clients write only one level of brackets.
 */
function inFull(where: unknown): unknown {
  if (!isObject(where)) return where
  const conditions = Object.entries(where).map(([key, value]) => {
    if (/^(and|or)$/i.test(key)) return [key, Array.isArray(value) ? value.map(inFull) : value]
    return [key, isValue(value) ? { equals: value } : value]
  })
  return Object.fromEntries(conditions) as unknown
}

/** The number of relationships that a path follows from a document of the collection to the field. */
function hopsOf(path: string, collection: SanitizedCollectionConfig, payload: Payload): number {
  let fields: FlattenedField[] = collection.flattenedFields
  let hops = 0
  for (const name of path
    .replaceAll('__', '.')
    .replace(/^version\./, '')
    .split('.')
    .slice(0, -1)) {
    const field = fields.find((each) => each.name === name)
    if (name === 'parent' && hops === 0) hops += 1
    if (field && 'relationTo' in field && typeof field.relationTo === 'string') {
      hops += 1
      fields = payload.collections[field.relationTo as 'users'].config.flattenedFields
    } else if (field && 'flattenedFields' in field) fields = field.flattenedFields
  }
  return hops
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
    hopsOf(path.replace(/^-/, ''), collection, req.payload) > most
  const refused = [...[sort ?? []].flat().filter(beyond(0)), ...pathsOf(where).filter(beyond(1))]
  if (refused.length > 0) throw new QueryError(refused.map((path) => ({ path })))
  return where === null ? args : { ...args, where }
}
