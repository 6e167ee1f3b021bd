import { type GraphQLFieldConfig, GraphQLObjectType } from 'graphql'
import {
  type GraphQLExtension,
  isolateObjectProperty,
  type PayloadRequest,
  type Where,
} from 'payload'
import pLimit, { type LimitFunction } from 'p-limit'

interface ListArguments {
  where?: Where
  limit?: number
  page?: number
  sort?: string
}

/** Lists that one request reads at once, so that it does not take all connections. */
const maxAtOnce = 4

const limits = new WeakMap<object, LimitFunction>()

function limitOf({ context }: PayloadRequest): LimitFunction {
  const known = limits.get(context)
  if (known) return known
  const limit = pLimit(maxAtOnce)
  limits.set(context, limit)
  return limit
}

async function registrationsOf(
  req: PayloadRequest,
  eventId: number,
  { where, sort, ...page }: ListArguments,
) {
  const ofEvent: Where = { event: { equals: eventId } }
  return req.payload.find({
    ...page,
    collection: 'registrations',
    where: where ? { and: [ofEvent, where] } : ofEvent,
    sort: sort?.split(','),
    depth: 0,
    overrideAccess: false,
    req: isolateObjectProperty(req, 'transactionID'),
  })
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
    resolve: ({ id }, list, { req }) => limitOf(req)(() => registrationsOf(req, id, list)),
  }
  // A type of its own makes a complete field of the configuration.
  const holder = new GraphQLObjectType({ name: 'Holder', fields: { registrations: field } })
  const event = collections.events!.graphQL!.type
  Object.assign(event.getFields(), holder.getFields())
  return {}
}
