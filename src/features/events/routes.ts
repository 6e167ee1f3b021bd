import { ValidationError } from 'payload'

import type { PublicEvent } from './queries/events.ts'
import {
  changeEvent,
  createEvent,
  deleteEvent,
  readEvent,
  type WritableEvent,
} from './writeEvent.ts'
import { listEvents, searchEvents } from './searchEvents.ts'
import { matchesIfNoneMatch } from '../../http/conditionalRequests.ts'
import { checkIfMatch, entityTagOf } from './entityTag.ts'
import {
  type EventChange,
  EventChangeSchema,
  EventCursorPageSchema,
  EventPageSchema,
  EventParams,
  EventSchema,
  ListQuery,
  SearchCursorPageSchema,
  SearchPageSchema,
  SearchQuery,
  NewEventSchema,
} from './schemas.ts'
import { viewerOf } from './viewer.ts'
import { ScopeQuery } from './scopeQuery.ts'
import { queueRead } from '../../http/readQueue.ts'
import { defineRoute, type HttpRequest, type Reply } from '../../http/route.ts'
import { serializeEvent } from './serialize.ts'
import { snakeCase } from '../../shared/snakeCase.ts'
import { z } from '../../http/zod.ts'

const tag = 'Events'

const eventReply =
  (status: number) =>
  (event: PublicEvent): Reply => {
    const now = new Date()
    return {
      status,
      body: serializeEvent(event, now),
      headers: { ETag: entityTagOf(event, now) },
    }
  }

const toWritable = (data: EventChange): Partial<WritableEvent> => ({
  ...(data.title === undefined ? {} : { title: data.title }),
  ...(data.description === undefined ? {} : { description: data.description }),
  ...(data.start_date === undefined ? {} : { startDate: data.start_date.toISOString() }),
  ...(data.end_date === undefined ? {} : { endDate: data.end_date.toISOString() }),
  ...(data.location === undefined ? {} : { location: data.location }),
  ...(data.max_participants === undefined ? {} : { maxParticipants: data.max_participants }),
  ...(data.status === undefined ? {} : { status: data.status }),
})

/** Renames the fields in validation errors from Payload's camelCase to v1's snake_case. */
async function withContractFieldNames<Result>(work: Promise<Result>): Promise<Result> {
  try {
    return await work
  } catch (error) {
    if (!(error instanceof ValidationError)) throw error
    const errors = error.data.errors.map((one) => ({ ...one, path: snakeCase(one.path) }))
    throw new ValidationError({ errors })
  }
}

interface Conditions {
  http: HttpRequest
  query: z.output<typeof ScopeQuery>
}

/** What a change reaches, and of which edition it is. */
const conditions = ({ http, query }: Conditions) => ({
  check: (event: PublicEvent) => checkIfMatch(http.headers['if-match'], event),
  scope: query.scope,
})

/** What a page weighs, about: nearly all of it is its descriptions. */
const textLength = ({ events }: { events: PublicEvent[] }) =>
  events.reduce((sum, { description }) => sum + description.length, 0)

const list = defineRoute({
  method: 'get',
  path: '/events/',
  operationId: 'listEvents',
  summary: 'Lists the events that the caller may see, one page at a time',
  tag,
  audience: 'anyone',
  query: ListQuery,
  responses: {
    200: {
      description: 'A page of events; with `cursor`, one without a count',
      schema: z.union([EventPageSchema, EventCursorPageSchema]),
    },
    304: { description: 'The client has this page already; only for what everybody may see' },
  },
  errors: [404],
  handle: async ({ http, payload, query, req }) => {
    const { page } = await queueRead(
      payload,
      () => listEvents(payload, viewerOf(req), query, http),
      textLength,
    )
    return page
  },
})

const search = defineRoute({
  method: 'get',
  path: '/search/',
  operationId: 'searchEvents',
  summary:
    'Finds events by words, the best matches first, and counts them by status, month and place',
  tag,
  audience: 'anyone',
  query: SearchQuery,
  responses: {
    200: {
      description: 'A page of events; with `cursor`, one without a count',
      schema: z.union([SearchPageSchema, SearchCursorPageSchema]),
    },
    304: { description: 'The client has this page already; only for what everybody may see' },
  },
  errors: [404],
  handle: async ({ http, payload, query, req }) => {
    const read = () => searchEvents(payload, viewerOf(req), query, http)
    const { page } = await queueRead(payload, read, textLength)
    return page
  },
})

const create = defineRoute({
  method: 'post',
  path: '/events/',
  operationId: 'createEvent',
  summary: 'Creates an event that the caller owns',
  tag,
  audience: 'signed-in',
  body: NewEventSchema,
  responses: { 201: { description: 'The event', schema: EventSchema, headers: ['ETag'] } },
  errors: [409, 422],
  handle: async ({ body, req }) => {
    const data = toWritable(body) as WritableEvent
    return withContractFieldNames(createEvent(req, data))
  },
  reply: eventReply(201),
})

const read = defineRoute({
  method: 'get',
  path: '/events/{id}/',
  operationId: 'readEvent',
  summary: 'Reads an event',
  tag,
  audience: 'anyone',
  params: EventParams,
  responses: {
    200: { description: 'The event', schema: EventSchema, headers: ['ETag'] },
    304: { description: 'The client has this version already' },
  },
  errors: [404],
  handle: ({ params, req }) => readEvent(req, params.id),
  reply: (event, { headers }) => {
    const reply = eventReply(200)(event)
    const isKnown = matchesIfNoneMatch(headers['if-none-match'], reply.headers!.ETag!)
    return isKnown ? { status: 304, headers: reply.headers } : reply
  },
})

const replace = defineRoute({
  method: 'put',
  path: '/events/{id}/',
  operationId: 'replaceEvent',
  summary: 'Changes an event; all required fields must be present',
  tag,
  audience: 'signed-in',
  params: EventParams,
  query: ScopeQuery,
  body: NewEventSchema,
  responses: { 200: { description: 'The event', schema: EventSchema, headers: ['ETag'] } },
  errors: [403, 404, 409, 412],
  handle: ({ body, http, params, query, req }) =>
    withContractFieldNames(
      changeEvent(req, params.id, toWritable(body), conditions({ http, query })),
    ),
  reply: eventReply(200),
})

const change = defineRoute({
  method: 'patch',
  path: '/events/{id}/',
  operationId: 'changeEvent',
  summary: 'Changes some fields of an event',
  tag,
  audience: 'signed-in',
  params: EventParams,
  query: ScopeQuery,
  body: EventChangeSchema,
  responses: { 200: { description: 'The event', schema: EventSchema, headers: ['ETag'] } },
  errors: [403, 404, 409, 412],
  handle: ({ body, http, params, query, req }) =>
    withContractFieldNames(
      changeEvent(req, params.id, toWritable(body), conditions({ http, query })),
    ),
  reply: eventReply(200),
})

const remove = defineRoute({
  method: 'delete',
  path: '/events/{id}/',
  operationId: 'deleteEvent',
  summary: 'Deletes an event without registrations',
  tag,
  audience: 'signed-in',
  params: EventParams,
  query: ScopeQuery,
  responses: { 204: { description: 'Deleted' } },
  errors: [403, 404, 409, 412],
  handle: ({ http, params, query, req }) =>
    deleteEvent(req, params.id, conditions({ http, query })),
})

export const eventRoutes = [list, search, create, read, replace, change, remove]
