import { acceptOffer } from './acceptOffer.ts'
import { cancelOwnRegistration } from './cancelOwnRegistration.ts'
import { type Registered, registerForEvent } from './registerForEvent.ts'
import { defineRoute, type Reply } from '../../http/route.ts'
import { PartySchema, RegisteredSchema, WaitlistedSchema } from './schemas.ts'
import { serializeRegistration } from './serialize.ts'
import { EventParams } from '../events/public.ts'

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
  isClaim: true,
  handle: async ({ body, http, params, req, user }) => {
    const claim = { userId: user!.id, ...body }
    const isGone = () => !http.socket.writable
    return registrationReply(await registerForEvent(req, params.id, claim, undefined, isGone))
  },
})

const giveBack = defineRoute({
  method: 'delete',
  path,
  operationId: 'unregister',
  summary: "Gives the caller's own place back, or declines the one they are offered",
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

const accept = defineRoute({
  method: 'post',
  path: '/events/{id}/register/accept/',
  operationId: 'acceptOffer',
  summary: 'Accepts the place that the caller is offered',
  description:
    'Where an event offers places to its waitlist, the next in line has until a deadline to accept; ' +
    'then the place goes on to the one after them. Accepting again answers the same.',
  tag,
  audience: 'signed-in',
  params: EventParams,
  responses: { 200: { description: 'A place', schema: RegisteredSchema } },
  errors: [404, 409, 422],
  handle: async ({ params, req, user }) => {
    const registration = await acceptOffer(req, params.id, user!.id)
    return registrationReply({ position: null, registration })
  },
})

export const registrationRoutes = [register, giveBack, accept]
