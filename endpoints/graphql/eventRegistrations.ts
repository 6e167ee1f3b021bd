import DataLoader from 'dataloader'
import { type GraphQLFieldConfig, GraphQLObjectType } from 'graphql'
import {
  type GraphQLExtension,
  isolateObjectProperty,
  type PaginatedDocs,
  type PayloadRequest,
  type Where,
} from 'payload'
import pLimit from 'p-limit'

import { withPartition } from '../../src/database/partitionedReads.ts'
import type { Registration } from '../../src/payload-types.ts'

interface ListArguments {
  where?: Where
  limit?: number
  page?: number
  sort?: string
}

interface Lookup {
  eventId: number
  list: ListArguments
}

type Page = PaginatedDocs<Registration>

/** Lists that one request reads at once, so that it does not take all connections. */
const maxAtOnce = 4

/** As Payload's lists: without a limit, and the most. */
const pageSize = { byDefault: 10, most: 1000 }

/** In the order in which they are given. */
function grouped<Item, Key>(items: readonly Item[], keyOf: (item: Item) => Key): Map<Key, Item[]> {
  const groups = new Map<Key, Item[]>()
  for (const item of items) {
    const key = keyOf(item)
    const group = groups.get(key)
    if (group) group.push(item)
    else groups.set(key, [item])
  }
  return groups
}

const eventOf = ({ event }: Registration) => (typeof event === 'number' ? event : event.id)

/** A page in the form of Payload's lists. */
function pageOf(docs: Registration[], totalDocs: number, { limit = 0, page = 1 }: ListArguments) {
  const totalPages = Math.max(1, Math.ceil(totalDocs / limit))
  const [hasPrevPage, hasNextPage] = [page > 1, page < totalPages]
  return {
    docs,
    totalDocs,
    limit,
    page,
    totalPages,
    pagingCounter: (page - 1) * limit + 1,
    hasPrevPage,
    hasNextPage,
    prevPage: hasPrevPage ? page - 1 : null,
    nextPage: hasNextPage ? page + 1 : null,
  }
}

/** As in Payload's lists, 0 stands for as many as there may be. */
const limitOf = ({ limit = pageSize.byDefault }: ListArguments) =>
  limit > 0 ? Math.min(limit, pageSize.most) : pageSize.most

/** The same page of the registrations of each of these events, in one list. */
async function pagesOf(
  req: PayloadRequest,
  eventIds: number[],
  { where, sort, ...list }: ListArguments,
) {
  const limit = limitOf(list)
  const page = Math.max(list.page ?? 1, 1)
  const ofEvents: Where = { event: { in: eventIds } }
  const totals = new Map<number, number>()
  const partition = { collection: 'registrations', field: 'event', limit, page, totals }
  const { docs } = await withPartition(partition, () =>
    req.payload.find({
      collection: 'registrations',
      where: where ? { and: [ofEvents, where] } : ofEvents,
      sort: sort?.split(','),
      limit: Math.min(limit * eventIds.length, pageSize.most),
      depth: 0,
      overrideAccess: false,
      req: isolateObjectProperty(req, 'transactionID'),
    }),
  )
  const byEvent = grouped(docs, eventOf)
  return eventIds.map((id) => pageOf(byEvent.get(id) ?? [], totals.get(id) ?? 0, { limit, page }))
}

/** Lists with the same arguments are read together, whatever the number of events. */
function loaderFor(req: PayloadRequest) {
  const limit = pLimit(maxAtOnce)
  const keyOf = ({ list }: Lookup) => JSON.stringify(list)
  const load = async (lookups: readonly Lookup[]) => {
    const pages = new Map<Lookup, Page>()
    const groups = [...grouped(lookups, keyOf).values()]
    await Promise.all(
      groups.map((group) =>
        limit(async () => {
          const ids = group.map(({ eventId }) => eventId)
          const found = await pagesOf(req, ids, group[0]!.list)
          for (const [index, lookup] of group.entries()) pages.set(lookup, found[index] as Page)
        }),
      ),
    )
    return lookups.map((lookup) => pages.get(lookup)!)
  }
  return new DataLoader<Lookup, Page, string>(load, {
    cache: false,
    batchScheduleFn: (run) => setImmediate(run),
  })
}

const loaders = new WeakMap<object, ReturnType<typeof loaderFor>>()

/** The loader of a request. The copies of a request share their context. */
function loaderOf(req: PayloadRequest) {
  const loader = loaders.get(req.context) ?? loaderFor(req)
  loaders.set(req.context, loader)
  return loader
}

/**
 * GraphQL's `registrations` of an event: those that the caller may read, with the arguments of the list of
 * all registrations. Payload's own field for it, a join, would add them to every event of REST too.
 */
export const eventRegistrations: GraphQLExtension = (_graphql, { collections, Query }) => {
  const { type, args } = Query.fields.Registrations as GraphQLFieldConfig<unknown, unknown>
  const { where, limit, page, sort } = args!
  const field: GraphQLFieldConfig<{ id: number }, { req: PayloadRequest }, ListArguments> = {
    type,
    description: 'The registrations for this event that the caller may read',
    args: { where: where!, limit: limit!, page: page!, sort: sort! },
    resolve: ({ id }, list, { req }) => loaderOf(req).load({ eventId: id, list }),
  }
  // A type of its own makes a complete field of the configuration.
  const holder = new GraphQLObjectType({ name: 'Holder', fields: { registrations: field } })
  const event = collections.events!.graphQL!.type
  Object.assign(event.getFields(), holder.getFields())
  return {}
}
