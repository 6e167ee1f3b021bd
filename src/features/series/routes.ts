import { defineRoute } from '../../http/route.ts'
import { EventParams } from '../events/public.ts'
import { changeRepetition } from './changeRepetition.ts'
import { readSeries } from './readSeries.ts'
import { repeatEvent } from './repeatEvent.ts'
import { RepeatedSchema, RepetitionSchema, SeriesParams, SeriesSchema } from './schemas.ts'

const tag = 'Series'

const repeat = defineRoute({
  method: 'post',
  path: '/events/{id}/repeat/',
  operationId: 'repeatEvent',
  summary: 'Makes an event the first of a series',
  description:
    'Each occurrence is an event of its own, with its own seats, at the same local time. An endless rule is ' +
    'made a year ahead, and grows. One with an end has at most 400 events.',
  tag,
  audience: 'signed-in',
  params: EventParams,
  body: RepetitionSchema,
  responses: { 201: { description: 'The series', schema: RepeatedSchema } },
  errors: [403, 404, 409, 422],
  handle: ({ body, params, req }) => repeatEvent(req, params.id, body),
})

const change = defineRoute({
  method: 'patch',
  path: '/events/{id}/repeat/',
  operationId: 'changeRepetition',
  summary: 'Changes how a series repeats, from an event of it on',
  description:
    'The events before stay a series of their own. Events on days that the new rule has too are kept; others are ' +
    'deleted, unless somebody is registered for one of them: then nothing changes.',
  tag,
  audience: 'signed-in',
  params: EventParams,
  body: RepetitionSchema,
  responses: {
    200: { description: 'The series that begins with the event', schema: RepeatedSchema },
  },
  errors: [403, 404, 409],
  handle: ({ body, params, req }) => changeRepetition(req, params.id, body),
})

const read = defineRoute({
  method: 'get',
  path: '/series/{id}/',
  operationId: 'readSeries',
  summary: 'Reads a series of which the caller may see an event',
  tag,
  audience: 'anyone',
  params: SeriesParams,
  responses: { 200: { description: 'The series', schema: SeriesSchema } },
  errors: [404],
  handle: ({ params, req }) => readSeries(req, params.id),
})

export const seriesRoutes = [repeat, change, read]
