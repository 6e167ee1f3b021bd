import {
  GraphQLBoolean,
  type GraphQLFieldConfig,
  GraphQLInt,
  GraphQLNonNull,
  GraphQLObjectType,
  GraphQLString,
} from 'graphql'
import type { GraphQLExtension, PayloadRequest } from 'payload'

import { cancelOnce, registerOnce } from '../../src/features/registrations/registerOnce.ts'
import type { Registered } from '../../src/features/registrations/claimResult.ts'
import { activeUser } from '../../src/shared/access/isActive.ts'
import { forbidden, unauthenticated } from '../../src/shared/errors/Refusal.ts'

interface Context {
  req: PayloadRequest
}

interface Arguments {
  event: number
  idempotencyKey?: string | null
}

interface Party extends Arguments {
  seats?: number | null
  hold?: string | null
}

/** @throws {Refusal} 401, 403 */
function callerOf(req: PayloadRequest): number {
  if (!req.user) throw unauthenticated()
  const user = activeUser(req)
  if (!user) throw forbidden()
  return user.id
}

/** The header is that of v1. Of several mutations in one request each needs a key of its own. */
const keyOf = (req: PayloadRequest, { idempotencyKey }: Arguments) =>
  idempotencyKey ?? req.headers.get('idempotency-key') ?? undefined

const changeOf = (req: PayloadRequest, args: Arguments) => ({
  userId: callerOf(req),
  eventId: args.event,
  key: keyOf(req, args),
})

/** What v1's body would have. GraphQL sends `null` for nothing. */
const partyOf = ({ hold, seats }: Party) => ({
  ...(seats === undefined || seats === null ? {} : { seats }),
  ...(hold ? { hold } : {}),
})

const register = async (_source: unknown, args: Party, { req }: Context) =>
  registerOnce(req, changeOf(req, args), partyOf(args))

const cancel = async (_source: unknown, args: Arguments, { req }: Context) => {
  await cancelOnce(req, changeOf(req, args))
  return true
}

/** Reads the registration as its attendee, when the query asks for it. */
const readRegistration = ({ registration }: Registered, _args: unknown, { req }: Context) =>
  req.payload.findByID({
    collection: 'registrations',
    id: registration.id,
    depth: 0,
    overrideAccess: false,
    req,
  })

const key = {
  idempotencyKey: {
    type: GraphQLString,
    description:
      'Makes a retry safe: the same key with the same arguments gets the first answer again. Without it, the header Idempotency-Key counts',
  },
}

const event = {
  event: { type: new GraphQLNonNull(GraphQLInt), description: 'The id of the event' },
}

/** Registering and cancelling, as the routes of v1 do it: the same rules, limits and refusals. */
export const registrationMutations: GraphQLExtension = (_graphql, { collections }) => {
  const EventRegistration = new GraphQLObjectType<Registered, Context>({
    name: 'EventRegistration',
    description: 'A place in an event, or a position on its waitlist',
    fields: {
      status: {
        type: new GraphQLNonNull(GraphQLString),
        description: '`registered` or `waitlisted`',
        resolve: ({ position }) => (position === null ? 'registered' : 'waitlisted'),
      },
      position: { type: GraphQLInt, description: 'On the waitlist, from 1; null with a place' },
      registration: { type: collections.registrations!.graphQL!.type, resolve: readRegistration },
    },
  })
  const registerForEvent: GraphQLFieldConfig<unknown, Context, Party> = {
    type: new GraphQLNonNull(EventRegistration),
    description: 'Registers the caller for an event, or puts them on its waitlist',
    args: {
      ...event,
      seats: { type: GraphQLInt, description: 'The size of the party; 1 without it' },
      hold: { type: GraphQLString, description: 'The id of a hold that becomes the registration' },
      ...key,
    },
    resolve: register,
  }
  const cancelRegistration: GraphQLFieldConfig<unknown, Context, Arguments> = {
    type: new GraphQLNonNull(GraphQLBoolean),
    description:
      "Cancels the caller's registration for an event, or declines the place they were offered",
    args: { ...event, ...key },
    resolve: cancel,
  }
  return { registerForEvent, cancelRegistration }
}
