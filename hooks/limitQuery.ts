import {
  type CollectionBeforeOperationHook,
  type CollectionSlug,
  type PayloadRequest,
  QueryError,
  type Where,
} from 'payload'

import { isLongerThan } from '../src/shared/characters.ts'
import { isGroup, isTooMuchWork } from './filterWork.ts'
import { Refusal } from '../src/shared/errors/Refusal.ts'
import { isTooDeep } from '../src/shared/jsonDepth.ts'
import { getRequestContext, type RequestContext } from '../src/shared/requestContext.ts'

/** The bounds of a client's query. */
const max = {
  /** Documents of one page, and documents that one request changes. */
  documents: 1000,
  /** Documents of all lists of one GraphQL request. */
  allLists: 2000,
  nesting: 5,
  conditions: 50,
  /** Entries of a list, and characters of a text, that a field is compared with. */
  entries: 1000,
  characters: 2000,
  sorts: 5,
  /** Fields in `select`, `populate` and `joins`. */
  fields: 500,
}

interface Query {
  data?: unknown
  id?: unknown
  limit?: number
  pagination?: boolean
  where?: Where | null
  sort?: string | string[]
  select?: unknown
  populate?: unknown
  joins?: unknown
  /** Set when Payload itself reads the documents that a document refers to. */
  currentDepth?: number
}

function isTooLong(value: unknown): boolean {
  if (typeof value === 'string') return isLongerThan(value, max.characters)
  if (!Array.isArray(value)) return false
  return value.length > max.entries || value.some(isTooLong)
}

/** The number of conditions in a filter; infinite when a condition is too long or nested too deeply. */
function conditionsOf(where: Where, nesting = 1): number {
  if (nesting > max.nesting) return Infinity
  let count = 0
  for (const [key, value] of Object.entries(where)) {
    if (isGroup(key)) {
      for (const inner of value as Where[]) count += conditionsOf(inner, nesting + 1)
    } else {
      const compared = Object.values(value as object)
      count += compared.some(isTooLong) ? Infinity : compared.length
    }
  }
  return count
}

const fieldsOf = (choice: unknown): number =>
  typeof choice === 'object' && choice !== null
    ? Object.values(choice).reduce<number>((sum, inner) => sum + 1 + fieldsOf(inner), 0)
    : 0

function tooLarge({ where, sort, select, populate, joins }: Query): string[] {
  return [
    ...(conditionsOf(where ?? {}) > max.conditions ? ['where'] : []),
    ...([sort ?? []].flat().length > max.sorts ? ['sort'] : []),
    ...(fieldsOf({ select, populate, joins }) > max.fields ? ['select'] : []),
  ]
}

/** Bounds a page and counts the pages: `limit=0` and `pagination=false` get the largest page. */
function paged<Args extends Query>(args: Args): Args {
  const { limit, pagination } = args
  const isWhole = pagination === false && limit === undefined
  if (!isWhole && limit !== 0 && (limit ?? 0) <= max.documents && pagination !== false) return args
  const wanted = limit === undefined || limit === 0 ? max.documents : limit
  return { ...args, pagination: true, limit: Math.min(wanted, max.documents) }
}

const requestedDocuments = new WeakMap<RequestContext, number>()

/**
 * Counts the documents of all lists of one GraphQL request, because a query's complexity counts a list
 * like a document.
 *
 * @throws {Refusal} 400 for too many documents
 */
function checkAllLists(limit = 10) {
  const context = getRequestContext()
  if (!context) return
  const documents = (requestedDocuments.get(context) ?? 0) + limit
  requestedDocuments.set(context, documents)
  if (documents > max.allLists) {
    const detail = `The lists of one request may have ${max.allLists} documents together at most.`
    throw new Refusal(400, 'too_many', detail)
  }
}

/** @throws {Refusal} 400 when a filter matches too many documents to change in one request */
async function checkBulkSize(req: PayloadRequest, collection: CollectionSlug, where: Where) {
  const { totalDocs } = await req.payload.count({ collection, where, overrideAccess: false, req })
  if (totalDocs > max.documents) {
    const detail = `This would change ${totalDocs} documents. Change ${max.documents} at a time at most.`
    throw new Refusal(400, 'too_many', detail)
  }
}

/**
 * Bounds what one request can read from a collection and change in it.
 *
 * @throws {QueryError} 400 with the parts that are too large; {Refusal} 400 for too many documents
 */
export const limitQuery: CollectionBeforeOperationHook = async ({
  args,
  collection,
  operation,
  overrideAccess,
  req,
}) => {
  const query = args as Query
  if (overrideAccess || query.currentDepth !== undefined) return args
  if (isTooDeep(query.data)) {
    throw new Refusal(400, 'too_deep', 'What the request holds is nested too deeply.')
  }
  const refused = tooLarge(query)
  if (refused.length === 0 && query.where) {
    if (isTooMuchWork(query.where, collection.flattenedFields, req)) refused.push('where')
  }
  if (refused.length > 0) throw new QueryError(refused.map((path) => ({ path })))
  const isForMany = query.id === undefined && query.where
  if (isForMany && (operation === 'update' || operation === 'delete')) {
    await checkBulkSize(req, collection.slug, query.where!)
  }
  const isList =
    query.id === undefined && ['read', 'readDistinct', 'findVersions'].includes(operation)
  if (!isList) return args
  const list = paged(query)
  if (req.payloadAPI === 'GraphQL') checkAllLists(list.limit)
  return list as typeof args
}
