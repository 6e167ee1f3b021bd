import { createLocalReq, type Payload, type PayloadRequest } from 'payload'

import type { PlaceAnswer } from './queries/claims.ts'
import { unauthenticated } from '../../shared/errors/Refusal.ts'
import { authenticate } from '../accounts/authenticate.ts'
import type { OnceClaim } from './claimWithIdempotency.ts'
import type { Claiming } from './claimBatcher.ts'
import { registeredOr } from './registerForEvent.ts'
import {
  inProgress,
  keepRefusal,
  keptFrom,
  type Once,
  replayOf,
} from '../../http/idempotency/idempotency.ts'
import { registrationReply } from './routes.ts'
import type { Reply } from '../../http/route.ts'

export const badToken = () => unauthenticated('Token is invalid or expired')

/** A request of Payload's for whoever holds the token. @throws {Refusal} 401 when it is not good */
export async function requestOf(payload: Payload, token: string): Promise<PayloadRequest> {
  const user = await authenticate(payload, token)
  if (!user) throw badToken()
  return createLocalReq({ user: { ...user, collection: 'users' } }, payload)
}

const keeping = (once: Once) => ({
  keyHash: once.keyHash,
  keep: ({ position, registration }: PlaceAnswer) =>
    keptFrom(once, registrationReply({ position, registration: registration! })),
})

/**
 * Claims a place for whoever holds the token, once for each key, and says what came of it.
 *
 * @throws {Refusal} with the contract's code when there is no place, 409 while another request with
 *   the key is under way, 422 when the key was used for another one
 */
type ClaimReply = (
  token: string,
  claim: OnceClaim,
  isGone: () => boolean,
  once: Once | undefined,
) => Promise<Reply>

export function claimReply(payload: Payload, claiming: Claiming): ClaimReply {
  /** Keys of requests that wait or are decided on here; the database knows those of other servers. */
  const underWay = new Set<string>()

  const claimNow: ClaimReply = async (token, claim, isGone, once) => {
    const placed = await claiming(once ? { ...claim, once: keeping(once) } : claim, isGone)
    if (placed.outcome === 'in_progress') throw inProgress()
    if (placed.stored) {
      // Only the key was looked at: whoever is signed out gets to hear nothing of before.
      await requestOf(payload, token)
      return replayOf(placed.stored, once!)
    }
    try {
      const ask = () => requestOf(payload, token)
      return registrationReply(await registeredOr(placed, claim.eventId, ask))
    } catch (error) {
      if (once) await keepRefusal(payload, once, error)
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
