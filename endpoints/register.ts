import type { Endpoint, PayloadRequest } from 'payload'

import { activeUser } from '../src/shared/access/isActive.ts'
import { unauthenticated } from '../src/shared/errors/Refusal.ts'
import { withApiErrors } from '../src/http/errors/withApiErrors.ts'
import { checkClaim } from '../src/features/accounts/accountLimits.ts'
import { cancelOwnRegistration } from '../src/features/registrations/cancelOwnRegistration.ts'
import { registerForEvent } from '../src/features/registrations/registerForEvent.ts'
import { readParty } from './readParty.ts'
import { registrationReply } from '../src/features/registrations/routes.ts'
import { registrationRefusal } from '../src/features/registrations/registrationRefusal.ts'

const path = '/:id/register'

const signedIn = (req: PayloadRequest): number => {
  const user = activeUser(req)
  if (!user) throw unauthenticated()
  return user.id
}

/** The number in the path; what is no number of an event names none. */
const eventIdOf = (req: PayloadRequest): number => {
  const id = String(req.routeParams?.id)
  if (!/^\d{1,9}$/.test(id)) throw registrationRefusal('event_not_found')
  return Number(id)
}

/** `POST /api/events/:id/register`: 200 with a place, 202 with one in the queue. */
export const registerEndpoint: Endpoint = {
  path,
  method: 'post',
  handler: withApiErrors(async (req) => {
    const userId = signedIn(req)
    checkClaim(req.payload, userId)
    const party = await readParty(req)
    const isGone = () => req.signal?.aborted ?? false
    const claim = { userId, ...party }
    const eventId = eventIdOf(req)
    const registered = await registerForEvent(req, eventId, claim, undefined, isGone)
    const { status, body } = registrationReply(registered)
    return Response.json(body, { status })
  }),
}

/** `DELETE /api/events/:id/register`: 204, the caller's place is given back. */
export const cancelRegistrationEndpoint: Endpoint = {
  path,
  method: 'delete',
  handler: withApiErrors(async (req) => {
    await cancelOwnRegistration(req, eventIdOf(req), signedIn(req))
    return new Response(null, { status: 204 })
  }),
}
