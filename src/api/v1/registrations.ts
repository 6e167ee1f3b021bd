import { cancelOwnRegistration } from '../../services/cancelOwnRegistration.ts'
import { type Registered, registerForEvent } from '../../services/registerForEvent.ts'
import { EventParams, PartySchema, RegisteredSchema, WaitlistedSchema } from './eventSchemas.ts'
import { defineRoute, type Reply } from './route.ts'
import { serializeRegistration } from './serializers.ts'

const tag = 'Registering'
const path = '/events/{id}/register/'

/** What a place, or one in the queue, is answered with. */
export function registrationReply({ position, registration: row }: Registered): Reply {
  const registration = serializeRegistration(row)
  return position === null
    ? { status: 200, body: { status: 'registered', registration } }
    : { status: 202, body: { status: 'waitlisted', position, registration } }
}

const register = defineRoute({
  method: 'post',
  path,
  operationId: 'register',
  summary: 'Takes a place for the caller, or one in the queue',
  tag,
  audience: 'signed-in',
  params: EventParams,
  body: PartySchema,
  responses: {
    200: { description: 'A place', schema: RegisteredSchema },
    202: { description: 'A place in the queue', schema: WaitlistedSchema },
  },
  errors: [404, 409, 422, 503],
  handle: async ({ body, http, params, req, user }) => {
    const claim = { userId: user!.id, seats: body.seats }
    const isGone = () => !http.socket.writable
    return registrationReply(await registerForEvent(req, params.id, claim, undefined, isGone))
  },
})

const giveBack = defineRoute({
  method: 'delete',
  path,
  operationId: 'unregister',
  summary: "Gives the caller's own place back",
  tag,
  audience: 'signed-in',
  params: EventParams,
  responses: { 204: { description: 'Given back' } },
  errors: [404],
  handle: async ({ params, req, user }) => {
    await cancelOwnRegistration(req, params.id, user!.id)
    return { status: 204 }
  },
})

export const registrationRoutes = [register, giveBack]
