import type { Payload } from 'payload'

import { bearerOf } from '../../http/bearer.ts'
import { defineRoute, type HttpRequest } from '../../http/route.ts'
import { notFound, Refusal } from '../../shared/errors/Refusal.ts'
import type { Principal } from '../../shared/principal.ts'
import { servicesOf } from '../../shared/services.ts'
import { tokensOf } from '../accounts/public.ts'
import { EventParams, maySee } from '../events/public.ts'
import { requireFlag } from '../flags/public.ts'
import { LiveSocket } from './liveSocket.ts'
import { eventStream, registrationStream } from './liveStreams.ts'
import { RegistrationUpdateSchema, SeatsUpdateSchema } from './schemas.ts'
import { anonymous, type SignIn, viewerFor } from './signIn.ts'

const tag = 'Live updates'

const streamOf = 'A stream of server-sent events'

/** The sign-in of a caller whom the router has authenticated. */
function signInOf(payload: Payload, user: Principal, http: HttpRequest): SignIn {
  const claims = tokensOf(payload).verify('access', bearerOf(http.headers.authorization) ?? '')
  return {
    userId: user.id,
    role: user.role,
    tokenVersion: user.tokenVersion,
    expiresAt: claims && claims.expiresAt * 1000,
    panelSession: undefined,
  }
}

/**
 * What both streams need to open.
 *
 * @throws {Refusal} 409 while live updates are switched off, 429 or 503 when there are too many connections
 */
function openingOf(payload: Payload, user: Principal | undefined, http: HttpRequest) {
  requireFlag(payload, 'live-updates', user)
  const { live } = servicesOf(payload)
  live.check(http.clientAddress)
  if (user) live.limits.checkUser(user.id)
  const lastId = http.headers['last-event-id']
  return {
    payload,
    address: http.clientAddress,
    signIn: user && signInOf(payload, user, http),
    lastId: typeof lastId === 'string' ? lastId : undefined,
  }
}

const watchEvent = defineRoute({
  method: 'get',
  path: '/events/{id}/live/',
  operationId: 'watchEvent',
  summary: 'Streams the seats of an event, and what else changes in it',
  description:
    'Server-sent events. `seats` comes at once and on every change, at most four times a second, and the last ' +
    'state always; its data is a `SeatsUpdate`. `updated` has `{"event", "fields"}`, `cancelled` has ' +
    '`{"event"}`. `error` with a `code` comes before the stream ends for good: `not_found` or ' +
    '`unauthenticated`. Each event has an `id`; a client that sends it as `Last-Event-ID` also gets the ' +
    '`updated` and `cancelled` that it has missed. A comment comes every 15 seconds.',
  tag,
  audience: 'anyone',
  isStream: true,
  params: EventParams,
  responses: {
    200: {
      description: streamOf,
      schema: SeatsUpdateSchema,
      type: 'text/event-stream',
    },
  },
  errors: [404, 409, 503],
  handle: async ({ http, params, payload, user }) => {
    const opening = openingOf(payload, user, http)
    const state = await servicesOf(payload).live.readEvent(params.id)
    const viewer = opening.signIn ? viewerFor(opening.signIn) : anonymous
    if (!state || !maySee(viewer, state)) throw notFound()
    return eventStream(params.id, opening)
  },
  reply: (events) => ({ status: 200, events }),
})

const watchRegistrations = defineRoute({
  method: 'get',
  path: '/me/live/',
  operationId: 'watchRegistrations',
  summary: 'Streams the registrations of the caller',
  description:
    'Server-sent events. `registration` comes at once for each registration, and when one changes: its state, ' +
    'or its position on the waitlist. Its data is a `RegistrationUpdate`. A client that sends the last `id` as ' +
    '`Last-Event-ID` also gets those that were cancelled since. `EventSource` of browsers cannot send a token: ' +
    'use `fetch`, or the WebSocket.',
  tag,
  audience: 'signed-in',
  isStream: true,
  responses: {
    200: {
      description: streamOf,
      schema: RegistrationUpdateSchema,
      type: 'text/event-stream',
    },
  },
  errors: [409, 503],
  handle: async ({ http, payload, user }) =>
    registrationStream(user!.id, openingOf(payload, user, http)),
  reply: (events) => ({ status: 200, events }),
})

const live = defineRoute({
  method: 'get',
  path: '/live/',
  operationId: 'openLive',
  summary: 'Opens a WebSocket for live updates',
  tag,
  audience: 'ignores-sign-in',
  responses: { 101: { description: 'The connection is a WebSocket from now on' } },
  errors: [409, 426, 503],
  socket: {
    protocol: 'robo-events.v1',
    check: ({ address, payload }) => {
      requireFlag(payload, 'live-updates')
      servicesOf(payload).live.check(address)
    },
    open: (socket, request) => {
      const connection = new LiveSocket(request.payload, socket, request.address)
      connection.begin(request)
      return connection
    },
  },
  // The socket answers all requests, also those that ask for no upgrade.
  handle: () => Promise.reject(new Refusal(426, 'upgrade_required', 'This is a WebSocket.')),
})

export const liveRoutes = [watchEvent, watchRegistrations, live]
