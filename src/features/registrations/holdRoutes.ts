import { defineRoute } from '../../http/route.ts'
import { EventParams } from '../events/public.ts'
import { holdSeats, releaseHold } from './holdSeats.ts'
import { HoldSchema, SeatsSchema } from './schemas.ts'
import { serializeHold } from './serialize.ts'

const tag = 'Registering'
const path = '/events/{id}/hold/'

const hold = defineRoute({
  method: 'post',
  path,
  operationId: 'holdSeats',
  summary: 'Holds seats for the caller for ten minutes',
  description:
    'For apps with a form to fill in: `register` with the id of the hold turns it into the registration. ' +
    'A hold is never put on the waitlist and never extended. A caller who already holds seats gets that ' +
    'hold again, with 200.',
  tag,
  audience: 'signed-in',
  params: EventParams,
  body: SeatsSchema,
  responses: {
    200: { description: 'The hold that the caller already has', schema: HoldSchema },
    201: { description: 'The new hold', schema: HoldSchema },
  },
  errors: [403, 404, 409, 422],
  isClaim: true,
  handle: async ({ body, params, req, user }) => {
    const claim = { eventId: params.id, userId: user!.id, seats: body.seats }
    const { hold, existed } = await holdSeats(req, claim)
    return { status: existed ? 200 : 201, body: { hold: serializeHold(hold) } }
  },
})

const release = defineRoute({
  method: 'delete',
  path,
  operationId: 'dropHold',
  summary: "Releases the caller's held seats",
  tag,
  audience: 'signed-in',
  params: EventParams,
  responses: { 204: { description: 'Released' } },
  errors: [404],
  handle: async ({ params, req, user }) => {
    await releaseHold(req, params.id, user!.id)
    return { status: 204 }
  },
})

export const holdRoutes = [hold, release]
