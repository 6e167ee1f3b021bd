import { createLocalReq, type Payload, type PayloadRequest } from 'payload'

import type { PlaceResult } from './queries/claims.ts'
import { unauthenticated } from '../../shared/errors/Refusal.ts'
import type { IdempotentClaim } from './claimWithIdempotency.ts'
import type { ClaimPlace } from './claimBatcher.ts'
import { registeredOrThrow } from './registerForEvent.ts'
import {
  inProgress,
  storeRefusal,
  toStoredResponse,
  type IdempotentRequest,
  replay,
} from '../../http/idempotency/idempotency.ts'
import { registrationReply } from './routes.ts'
import type { Reply } from '../../http/route.ts'
import { authenticate } from '../accounts/public.ts'

export const invalidToken = () => unauthenticated('Token is invalid or expired')

/** A request of Payload's for whoever holds the token. @throws {Refusal} 401 when it is not good */
export async function requestForToken(payload: Payload, token: string): Promise<PayloadRequest> {
  const user = await authenticate(payload, token)
  if (!user) throw invalidToken()
  return createLocalReq({ user: { ...user, collection: 'users' } }, payload)
}

const keeping = (once: IdempotentRequest) => ({
  keyHash: once.keyHash,
  keep: ({ position, registration }: PlaceResult) =>
    toStoredResponse(once, registrationReply({ position, registration: registration! })),
})

/**
 * Claims a place for whoever holds the token, once for each key, and says what came of it.
 *
 * @throws {Refusal} with the contract's code when there is no place, 409 while another request with
 *   the key is under way, 422 when the key was used for another one
 */
type ClaimReply = (
  token: string,
  claim: IdempotentClaim,
  isGone: () => boolean,
  once: IdempotentRequest | undefined,
) => Promise<Reply>

export function claimReply(payload: Payload, claiming: ClaimPlace): ClaimReply {
  /** Keys of requests that wait or are decided on here; the database knows those of other servers. */
  const underWay = new Set<string>()

  const claimNow: ClaimReply = async (token, claim, isGone, once) => {
    const placed = await claiming(once ? { ...claim, idempotency: keeping(once) } : claim, isGone)
    if (placed.outcome === 'in_progress') throw inProgress()
    if (placed.stored) {
      // Only the key was looked at: whoever is signed out gets to hear nothing of before.
      await requestForToken(payload, token)
      return replay(placed.stored, once!)
    }
    try {
      const ask = () => requestForToken(payload, token)
      return registrationReply(await registeredOrThrow(placed, claim.eventId, ask))
    } catch (error) {
      if (once) await storeRefusal(payload, once, error)
      throw error
    }
  }

  return async (token, claim, isGone, once) => {
    if (!once) return claimNow(token, claim, isGone, once)
    const name = once.keyHash.toString('hex')
    if (underWay.has(name)) throw inProgress()
    underWay.add(name)
    try {
      return await claimNow(token, claim, isGone, once)
    } finally {
      underWay.delete(name)
    }
  }
}
