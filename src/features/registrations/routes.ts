import { defineRoute } from '../../http/route.ts'
import { EventParams } from '../events/public.ts'
import { requireFlag } from '../flags/public.ts'
import { acceptOffer } from './acceptOffer.ts'
import { cancelOwnRegistration } from './cancelOwnRegistration.ts'
import { holdSeats, releaseHold } from './holdSeats.ts'
import { registerForEvent } from './registerForEvent.ts'
import { registrationReply, resizedReply } from './registrationReply.ts'
import { resizeOwnParty } from './resizeOwnParty.ts'
import {
  HoldSchema,
  PartySchema,
  PartySizeSchema,
  RegisteredSchema,
  ResizedSchema,
  SeatsSchema,
  WaitlistedSchema,
} from './schemas.ts'
import { serializeHold } from './serialize.ts'

const tag = 'Registering'
const path = '/events/{id}/register/'
const holdPath = '/events/{id}/hold/'

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
    registerForEvent(req, { eventId: params.id, userId: user!.id, ...body }, http),
  reply: registrationReply,
})

const resize = defineRoute({
  method: 'patch',
  path,
  operationId: 'resizeParty',
  summary: "Changes the number of seats of the caller's own registration",
  description:
    'Fewer seats can always be given back; they go to the waitlist. More seats are given while enough are ' +
    'free and registration is open. A party on the waitlist keeps its position, and gets its places ' +
    'when it fits now.',
  tag,
  audience: 'signed-in',
  params: EventParams,
  body: PartySizeSchema,
  responses: { 200: { description: 'The registration', schema: ResizedSchema } },
  errors: [404, 409],
  isClaim: true,
  handle: ({ body, params, req, user }) =>
    resizeOwnParty(req, { eventId: params.id, userId: user!.id, seats: body.seats }),
  reply: resizedReply,
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
  handle: ({ params, req, user }) => cancelOwnRegistration(req, params.id, user!.id),
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
    return { position: null, registration }
  },
  reply: registrationReply,
})

const hold = defineRoute({
  method: 'post',
  path: holdPath,
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
  handle: ({ body, params, payload, req, user }) => {
    requireFlag(payload, 'holds', user)
    return holdSeats(req, { eventId: params.id, userId: user!.id, seats: body.seats })
  },
  reply: ({ hold, existed }) => ({
    status: existed ? 200 : 201,
    body: { hold: serializeHold(hold) },
  }),
})

const release = defineRoute({
  method: 'delete',
  path: holdPath,
  operationId: 'dropHold',
  summary: "Releases the caller's held seats",
  tag,
  audience: 'signed-in',
  params: EventParams,
  responses: { 204: { description: 'Released' } },
  errors: [404],
  handle: ({ params, req, user }) => releaseHold(req, params.id, user!.id),
})

export const registrationRoutes = [register, resize, unregister, accept, hold, release]
