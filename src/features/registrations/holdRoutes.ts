import { releaseHold, holdSeats } from './holdSeats.ts'
import { defineRoute } from '../../http/route.ts'
import { HoldSchema, SeatsSchema } from './schemas.ts'
import { serializeHold } from './serialize.ts'
import { EventParams } from '../events/public.ts'

const tag = 'Registering'
const path = '/events/{id}/hold/'

const hold = defineRoute({
  method: 'post',
  path,
  operationId: 'holdSeats',
  summary: 'Holds seats for the caller for ten minutes',
  description:
    'For apps with a form to fill in: `register` with the id of the hold makes it the registration. ' +
    'A hold never waits and is never extended; who holds seats already gets that hold again, with 200.',
  tag,
  audience: 'signed-in',
  params: EventParams,
  body: SeatsSchema,
  responses: {
    200: { description: 'The hold that the caller had already', schema: HoldSchema },
    201: { description: 'The hold', schema: HoldSchema },
  },
  errors: [403, 404, 409, 422],
  isClaim: true,
  handle: async ({ body, params, req, user }) => {
    const held = await holdSeats(req, params.id, { userId: user!.id, seats: body.seats })
    return { status: held.before ? 200 : 201, body: { hold: serializeHold(held) } }
  },
})

const letGo = defineRoute({
  method: 'delete',
  path,
  operationId: 'dropHold',
  summary: "Lets the caller's held seats go",
  tag,
  audience: 'signed-in',
  params: EventParams,
  responses: { 204: { description: 'Let go' } },
  errors: [404],
  handle: async ({ params, req, user }) => {
    await releaseHold(req, params.id, user!.id)
    return { status: 204 }
  },
})

export const holdRoutes = [hold, letGo]
