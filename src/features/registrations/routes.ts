import { defineRoute } from '../../http/route.ts'
import { EventParams } from '../events/public.ts'
import { acceptOffer } from './acceptOffer.ts'
import { cancelOwnRegistration } from './cancelOwnRegistration.ts'
import { registerAndReply, registrationReply } from './registrationReply.ts'
import { PartySchema, RegisteredSchema, WaitlistedSchema } from './schemas.ts'

const tag = 'Registering'
const path = '/events/{id}/register/'

const register = defineRoute({
  method: 'post',
  path,
  operationId: 'register',
  summary: 'Registers the caller for an event, or puts them on its waitlist',
  tag,
  audience: 'signed-in',
  params: EventParams,
  body: PartySchema,
  responses: {
    200: { description: 'The confirmed registration', schema: RegisteredSchema },
    202: { description: 'The waitlisted registration', schema: WaitlistedSchema },
  },
  errors: [404, 409, 422, 503],
  isClaim: true,
  handle: ({ body, http, params, req, user }) =>
    registerAndReply(
      req,
      { eventId: params.id, userId: user!.id, ...body },
      () => !http.socket.writable,
    ),
})

const unregister = defineRoute({
  method: 'delete',
  path,
  operationId: 'unregister',
  summary: "Cancels the caller's registration, or declines the place they were offered",
  tag,
  audience: 'signed-in',
  params: EventParams,
  responses: { 204: { description: 'Cancelled' } },
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
  summary: 'Accepts the place that the caller was offered',
  description:
    'When an event offers places to its waitlist, the next person can accept until a deadline. After ' +
    'the deadline the place goes to the person after them. Accepting again returns the same response.',
  tag,
  audience: 'signed-in',
  params: EventParams,
  responses: { 200: { description: 'The confirmed registration', schema: RegisteredSchema } },
  errors: [404, 409, 422],
  handle: async ({ params, req, user }) => {
    const registration = await acceptOffer(req, params.id, user!.id)
    return registrationReply({ position: null, registration })
  },
})

export const registrationRoutes = [register, unregister, accept]
