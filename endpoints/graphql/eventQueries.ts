import {
  GraphQLBoolean,
  type GraphQLFieldConfig,
  GraphQLFloat,
  GraphQLInt,
  GraphQLList,
  GraphQLNonNull,
  GraphQLObjectType,
  type GraphQLScalarType,
  GraphQLString,
} from 'graphql'
import {
  type GraphQLExtension,
  isolateObjectProperty,
  type PayloadRequest,
  ValidationError,
} from 'payload'

import { findForApi, readAvailability } from '../../src/features/events/findForApi.ts'
import { batchedLoader } from '../../src/shared/batchedLoader.ts'
import type { Event } from '../../src/payload-types.ts'

interface Context {
  req: PayloadRequest
}

const required = (type: GraphQLScalarType) => ({ type: new GraphQLNonNull(type) })
const text = required(GraphQLString)
const whole = required(GraphQLInt)

/** Reads the documents of all found events in one statement. */
const loadEvent = batchedLoader<Event>('foundEvents', async (req, ids) => {
  const { docs } = await req.payload.find({
    collection: 'events',
    where: { id: { in: [...ids] } },
    limit: ids.length,
    pagination: false,
    depth: 0,
    overrideAccess: false,
    req: isolateObjectProperty(req, 'transactionID'),
  })
  const byId = new Map(docs.map((event) => [event.id, event]))
  return ids.map((id) => byId.get(id) ?? null)
})

const FacetValue = new GraphQLObjectType({
  name: 'FacetValue',
  fields: { value: text, count: whole },
})

const Highlight = new GraphQLObjectType({
  name: 'Highlight',
  description: 'HTML: `<mark>` is around the found words, and all else is escaped',
  fields: { title: text, description: text },
})

/** A facet as a list: GraphQL has no objects whose keys are data. */
const valuesOf = (facet: Record<string, number>) =>
  Object.entries(facet).map(([value, count]) => ({ value, count }))

type Found = Awaited<ReturnType<typeof findForApi>>

const facet = (name: keyof Found['facets']) => ({
  type: new GraphQLNonNull(new GraphQLList(new GraphQLNonNull(FacetValue))),
  resolve: (facets: Found['facets']) => valuesOf(facets[name]),
})

const Facets = new GraphQLObjectType<Found['facets'], Context>({
  name: 'Facets',
  description: 'How many of all found events have each value',
  fields: {
    status: facet('status'),
    month: facet('month'),
    country: facet('country'),
    program: facet('program'),
  },
})

const availabilityFields = {
  maxParticipants: whole,
  registeredCount: whole,
  seatsLeft: whole,
  waitlistCount: whole,
}

const filters = {
  q: { type: GraphQLString, description: 'Words, or their beginnings' },
  status: { type: GraphQLString },
  startDate: { type: GraphQLString, description: 'Starts at or after' },
  endDate: { type: GraphQLString, description: 'Ends at or before' },
  series: { type: GraphQLInt },
  upcoming: { type: GraphQLBoolean },
  hasSeats: { type: GraphQLBoolean },
  near: { type: GraphQLString, description: 'Latitude and longitude, such as "48.4,10.0"' },
  within: { type: GraphQLFloat, description: 'Kilometres from `near`' },
  tag: { type: GraphQLString },
  program: { type: GraphQLString },
  country: { type: GraphQLString, description: 'ISO 3166-1, such as "DE"' },
  ordering: { type: GraphQLString, description: 'As in v1, such as "relevance" or "-start_date"' },
  limit: { type: GraphQLInt, description: 'Events of a page: 20, at most 100' },
  page: { type: GraphQLInt },
  cursor: {
    type: GraphQLString,
    description:
      'Instead of `page`: empty for the first page, then `nextCursor`; there is no count',
  },
}

type Value = string | number | boolean | null

type Filters = Partial<Record<keyof typeof filters, Value>>

/** Where the arguments have other names than the parameters of v1. */
const parameters: Partial<Record<keyof Filters, string>> = {
  startDate: 'start_date',
  endDate: 'end_date',
  hasSeats: 'has_seats',
  limit: 'page_size',
}

/** The arguments as v1's query, which is read and bounded by the same rules. */
const queryOf = (args: Filters): Record<string, string> =>
  Object.fromEntries(
    Object.entries(args).flatMap(([name, value]) =>
      value === null ? [] : [[parameters[name as keyof Filters] ?? name, String(value)]],
    ),
  )

const argumentNamed = (parameter: string) =>
  Object.entries(parameters).find(([, name]) => name === parameter)?.[0] ?? parameter

const search = async (_source: unknown, args: Filters, { req }: Context) => {
  try {
    return await findForApi(req, queryOf(args))
  } catch (error) {
    if (!(error instanceof ValidationError)) throw error
    const errors = error.data.errors.map((one) => ({ ...one, path: argumentNamed(one.path) }))
    throw new ValidationError({ errors })
  }
}

/** Finding events and asking for seats, as the routes of v1 do it. */
export const eventQueries: GraphQLExtension = (_graphql, { collections }) => {
  const FoundEvent = new GraphQLObjectType<Found['results'][number], Context>({
    name: 'FoundEvent',
    fields: {
      id: whole,
      title: text,
      ...Object.fromEntries(Object.keys(availabilityFields).map((name) => [name, { ...whole }])),
      distanceKm: { type: GraphQLFloat, description: 'From `near`' },
      highlight: { type: new GraphQLNonNull(Highlight) },
      event: {
        type: collections.events!.graphQL!.type,
        description: 'The whole document',
        extensions: { complexity: 10 },
        resolve: ({ id }, _args, { req }) => loadEvent(req, id),
      },
    },
  })
  const EventSearch = new GraphQLObjectType<Found, Context>({
    name: 'EventSearch',
    fields: {
      count: { type: GraphQLInt, description: 'Of all found events; null with `cursor`' },
      hasNextPage: { type: new GraphQLNonNull(GraphQLBoolean) },
      nextCursor: { type: GraphQLString, description: 'For the next page; null without `cursor`' },
      results: { type: new GraphQLNonNull(new GraphQLList(new GraphQLNonNull(FoundEvent))) },
      facets: { type: new GraphQLNonNull(Facets) },
    },
  })
  const EventAvailability = new GraphQLObjectType({
    name: 'EventAvailability',
    description: 'The seats of an event at this moment',
    fields: {
      event: whole,
      status: text,
      ...availabilityFields,
      isFull: { type: new GraphQLNonNull(GraphQLBoolean), description: 'No seat is left' },
    },
  })
  const searchEvents: GraphQLFieldConfig<unknown, Context, Filters> = {
    type: new GraphQLNonNull(EventSearch),
    description: 'Finds events that the caller may see, the best matches first',
    args: filters,
    resolve: search,
  }
  const eventAvailability: GraphQLFieldConfig<unknown, Context, { event: number }> = {
    type: EventAvailability,
    description:
      'How many seats of an event are left; an error with the code `not_found` without one',
    args: { event: { ...whole, description: 'The id of the event' } },
    resolve: (_source, { event }, { req }) => readAvailability(req, event),
  }
  return { searchEvents, eventAvailability }
}
