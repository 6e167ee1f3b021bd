import type { Endpoint, PayloadRequest } from 'payload'

import { cancelOwnRegistration } from '../src/features/registrations/cancelOwnRegistration.ts'
import { registrationRefusal } from '../src/features/registrations/registrationRefusal.ts'
import { registerForEvent } from '../src/features/registrations/registerForEvent.ts'
import { registrationReply, resizedReply } from '../src/features/registrations/registrationReply.ts'
import { resizeOwnParty } from '../src/features/registrations/resizeOwnParty.ts'
import { withApiErrors } from '../src/http/errors/withApiErrors.ts'
import { checkClaim } from '../src/http/rateLimit/checkClaim.ts'
import { activeUser } from '../src/shared/access/isActive.ts'
import { parseId } from '../src/shared/documentId.ts'
import { unauthenticated } from '../src/shared/errors/Refusal.ts'
import { readParty, readPartySize } from './readParty.ts'

const path = '/:id/register'

const signedIn = (req: PayloadRequest): number => {
  const user = activeUser(req)
  if (!user) throw unauthenticated()
  return user.id
}

/** @throws {Refusal} 404 for a text that cannot be the number of an event */
const eventIdOf = (req: PayloadRequest): number => {
  const id = parseId(String(req.routeParams?.id))
  if (id === undefined) throw registrationRefusal('event_not_found')
  return id
}

/** `POST /api/events/:id/register`: 200 with a confirmed place, 202 with one on the waitlist. */
export const registerEndpoint: Endpoint = {
  path,
  method: 'post',
  handler: withApiErrors(async (req) => {
    const userId = signedIn(req)
    checkClaim(req.payload, userId)
    const party = await readParty(req)
    const claim = { eventId: eventIdOf(req), userId, ...party }
    const isDisconnected = () => req.signal?.aborted ?? false
    const registered = await registerForEvent(req, claim, { isDisconnected })
    const { status, body } = registrationReply(registered)
    return Response.json(body, { status })
  }),
}

/** `PATCH /api/events/:id/register`: 200, the caller's party has another size. */
export const resizePartyEndpoint: Endpoint = {
  path,
  method: 'patch',
  handler: withApiErrors(async (req) => {
    const userId = signedIn(req)
    checkClaim(req.payload, userId)
    const { seats } = await readPartySize(req)
    const resized = await resizeOwnParty(req, { eventId: eventIdOf(req), userId, seats })
    return Response.json(resizedReply(resized).body)
  }),
}

/** `DELETE /api/events/:id/register`: 204, the caller's registration is cancelled. */
export const cancelRegistrationEndpoint: Endpoint = {
  path,
  method: 'delete',
  handler: withApiErrors(async (req) => {
    await cancelOwnRegistration(req, eventIdOf(req), signedIn(req))
    return new Response(null, { status: 204 })
  }),
}
