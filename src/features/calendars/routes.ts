import { readerOf } from '../../database/replicaReads.ts'
import { defineRoute } from '../../http/route.ts'
import { readEnv } from '../../runtime/env/env.ts'
import { EventParams, eventLink, ListFilters, viewerOf } from '../events/public.ts'
import { notFound } from '../../shared/errors/Refusal.ts'
import { calendarLinks } from './addToCalendar.ts'
import { calendarReply } from './calendarReply.ts'
import { queueFeed, readEventCalendar, readListCalendar } from './publicFeeds.ts'
import { visibleEvents } from './queries/feedEvents.ts'
import { CalendarLinksSchema, CalendarSchema, FeedUrlSchema, SecretParams } from './schemas.ts'
import { createSecretFeed, deleteSecretFeed, readSecretFeed } from './secretFeed.ts'

const tag = 'Calendars'

const calendar = {
  200: {
    description: 'A calendar (RFC 5545)',
    schema: CalendarSchema,
    type: 'text/calendar',
    headers: ['ETag', 'Content-Disposition'],
  },
  304: { description: 'The client has this version already' },
}

const ofEvent = defineRoute({
  method: 'get',
  path: '/events/{id}/calendar.ics',
  operationId: 'readEventCalendar',
  summary: 'Reads an event as a calendar file; an event of a series with its series',
  tag,
  audience: 'anyone',
  params: EventParams,
  responses: calendar,
  errors: [404],
  handle: ({ params, payload, req }) =>
    queueFeed(payload, () => readEventCalendar(readerOf(payload), viewerOf(req), params.id)),
  reply: calendarReply,
})

const ofList = defineRoute({
  method: 'get',
  path: '/events/calendar.ics',
  operationId: 'readEventsCalendar',
  summary: 'Reads the events that match the filters as a feed for calendars, at most 1,000',
  description:
    'Without `ordering`, the events that begin last. A series is one entry with its rule, and its exceptions.',
  tag,
  audience: 'anyone',
  query: ListFilters,
  responses: calendar,
  errors: [],
  handle: ({ payload, query, req }) =>
    queueFeed(payload, () => readListCalendar(readerOf(payload), viewerOf(req), query)),
  reply: calendarReply,
})

const links = defineRoute({
  method: 'get',
  path: '/events/{id}/calendar-links/',
  operationId: 'readCalendarLinks',
  summary: 'Reads the links that add an event to a calendar',
  tag,
  audience: 'anyone',
  params: EventParams,
  responses: { 200: { description: 'The links', schema: CalendarLinksSchema } },
  errors: [404],
  handle: async ({ http, params, payload, req }) => {
    const [event] = await visibleEvents(readerOf(payload), viewerOf(req), [params.id])
    if (!event) throw notFound()
    return calendarLinks({ ...event, link: eventLink(readEnv(), event.id) }, http.origin)
  },
})

const create = defineRoute({
  method: 'post',
  path: '/me/calendar/',
  operationId: 'createOwnCalendar',
  summary: 'Makes a secret feed of the registrations of the caller; the one before is dead',
  tag,
  audience: 'signed-in',
  responses: { 201: { description: 'Its address', schema: FeedUrlSchema } },
  errors: [409, 422],
  handle: ({ req, user }) => createSecretFeed(req, user!.id),
  reply: (secret, { origin }) => ({
    status: 201,
    body: { url: new URL(`/api/v1/calendars/${secret}.ics`, origin).href },
  }),
})

const remove = defineRoute({
  method: 'delete',
  path: '/me/calendar/',
  operationId: 'deleteOwnCalendar',
  summary: 'Ends the secret feed of the caller',
  tag,
  audience: 'signed-in',
  responses: { 204: { description: 'There is no feed any more' } },
  errors: [],
  handle: ({ req, user }) => deleteSecretFeed(req, user!.id),
})

const own = defineRoute({
  method: 'get',
  path: '/calendars/{secret}.ics',
  operationId: 'readOwnCalendar',
  summary: "Reads a person's registrations as a feed for calendars, by its secret address",
  tag,
  audience: 'ignores-sign-in',
  params: SecretParams,
  responses: calendar,
  errors: [404],
  handle: ({ http, params, payload }) => readSecretFeed(payload, params.secret, http.clientAddress),
  // The subscriber may keep it, and asks each time whether it has changed.
  reply: (feed, http) => calendarReply(feed, http, { 'Cache-Control': 'private, no-cache' }),
})

export const calendarRoutes = [ofEvent, ofList, links, create, remove, own]
