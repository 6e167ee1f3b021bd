import type { Endpoint, PayloadRequest } from 'payload'

import { changeRepetition } from '../src/features/series/changeRepetition.ts'
import { previewRepetition } from '../src/features/series/previewRepetition.ts'
import { repeatEvent } from '../src/features/series/repeatEvent.ts'
import { RepetitionSchema } from '../src/features/series/schemas.ts'
import { invalidJson } from '../src/http/body/bodyErrors.ts'
import { validate } from '../src/http/validate.ts'
import { activeUser } from '../src/shared/access/isActive.ts'
import { parseId } from '../src/shared/documentId.ts'
import { notFound, unauthenticated } from '../src/shared/errors/Refusal.ts'

const path = '/:id/repeat'

/** @throws {Refusal} 401 without a sign-in, 404 for a text that cannot be the number of an event */
function eventIdOf(req: PayloadRequest): number {
  if (!activeUser(req)) throw unauthenticated()
  const id = parseId(String(req.routeParams?.id))
  if (id === undefined) throw notFound()
  return id
}

/** @throws {Refusal} 400 when the body is not JSON, {ValidationError} when it is no repetition */
async function repetitionOf(req: PayloadRequest) {
  const text = (await req.text?.()) || '{}'
  let body: unknown
  try {
    body = JSON.parse(text)
  } catch {
    throw invalidJson('payload')
  }
  return validate(RepetitionSchema, body)
}

/** `POST /api/events/:id/repeat`: 201, the event is the first of a series. */
export const repeatEndpoint: Endpoint = {
  path,
  method: 'post',
  handler: async (req) => {
    const id = eventIdOf(req)
    const series = await repeatEvent(req, id, await repetitionOf(req))
    return Response.json(series, { status: 201 })
  },
}

/** `PATCH /api/events/:id/repeat`: 200, the series repeats in another way from the event on. */
export const changeRepetitionEndpoint: Endpoint = {
  path,
  method: 'patch',
  handler: async (req) => {
    const id = eventIdOf(req)
    return Response.json(await changeRepetition(req, id, await repetitionOf(req)))
  },
}

/** `GET /api/events/:id/repeat?rrule=…`: 200, the events that the rule would make. Nothing is changed. */
export const previewEndpoint: Endpoint = {
  path,
  method: 'get',
  handler: async (req) => {
    const id = eventIdOf(req)
    const { rrule } = validate(RepetitionSchema, { rrule: req.searchParams.get('rrule') ?? '' })
    return Response.json(await previewRepetition(req, id, rrule))
  },
}
