import {
  type CollectionBeforeOperationHook,
  type CollectionSlug,
  type PayloadRequest,
  QueryError,
  type Where,
} from 'payload'

import { Refusal } from '../src/shared/errors/Refusal.ts'
import { isTooDeep } from '../src/shared/jsonDepth.ts'
import { getRequestContext, type RequestContext } from '../src/shared/requestContext.ts'

/** What a query from outside may have at most. */
const most = {
  /** Documents of a page, and documents that one request changes. */
  documents: 1000,
  /** Documents of all lists that one GraphQL request asks for. */
  together: 2000,
  nesting: 5,
  conditions: 50,
  /** Entries of a list that a field is compared with, and characters of a text. */
  entries: 1000,
  characters: 2000,
  sorts: 5,
  /** Fields that `select`, `populate` and `joins` name. */
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
  /** Set where Payload itself asks, for what a document refers to. */
  currentDepth?: number
}

const isGroup = (key: string) => /^(and|or)$/i.test(key)

function isTooLong(value: unknown): boolean {
  if (typeof value === 'string') return value.length > most.characters
  if (!Array.isArray(value)) return false
  return value.length > most.entries || value.some(isTooLong)
}

/** The conditions of a filter; more than there may be when one of them, or the nesting, is too much. */
function conditionsOf(where: Where, nesting = 1): number {
  if (nesting > most.nesting) return Infinity
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
    ...(conditionsOf(where ?? {}) > most.conditions ? ['where'] : []),
    ...([sort ?? []].flat().length > most.sorts ? ['sort'] : []),
    ...(fieldsOf({ select, populate, joins }) > most.fields ? ['select'] : []),
  ]
}

/** A page has an end, and says how many follow: `limit=0` and `pagination=false` ask for the longest. */
function paged<Args extends Query>(args: Args): Args {
  const { limit, pagination } = args
  const isWhole = pagination === false && limit === undefined
  if (!isWhole && limit !== 0 && (limit ?? 0) <= most.documents && pagination !== false) return args
  const asked = limit === undefined || limit === 0 ? most.documents : limit
  return { ...args, pagination: true, limit: Math.min(asked, most.documents) }
}

const askedFor = new WeakMap<RequestContext, number>()

/**
 * Counts the documents of the lists of one GraphQL request: its complexity does not tell a list from
 * a document.
 *
 * @throws {Refusal} 400 when they are too many
 */
function checkTogether(limit = 10) {
  const context = getRequestContext()
  if (!context) return
  const asked = (askedFor.get(context) ?? 0) + limit
  askedFor.set(context, asked)
  if (asked > most.together) {
    const detail = `The lists of one request may have ${most.together} documents together at most.`
    throw new Refusal(400, 'too_many', detail)
  }
}

/** @throws {Refusal} 400 when a change of all that a filter finds would be one of too much */
async function checkReach(req: PayloadRequest, collection: CollectionSlug, where: Where) {
  const { totalDocs } = await req.payload.count({ collection, where, overrideAccess: false, req })
  if (totalDocs > most.documents) {
    const detail = `This would change ${totalDocs} documents. Change ${most.documents} at a time at most.`
    throw new Refusal(400, 'too_many', detail)
  }
}

/**
 * Bounds what may be asked of a collection, and changed in it, in one request.
 *
 * @throws {QueryError} 400 with what is too large; {Refusal} 400 for a change of too much
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
  if (refused.length > 0) throw new QueryError(refused.map((path) => ({ path })))
  const isForMany = query.id === undefined && query.where
  if (isForMany && (operation === 'update' || operation === 'delete')) {
    await checkReach(req, collection.slug, query.where!)
  }
  const isList =
    query.id === undefined && ['read', 'readDistinct', 'findVersions'].includes(operation)
  if (!isList) return args
  const list = paged(query)
  if (req.payloadAPI === 'GraphQL') checkTogether(list.limit)
  return list as typeof args
}
