import { createLocalReq, type Payload, type PayloadRequest } from 'payload'

import { invalidToken } from '../../http/bearer.ts'
import {
  type IdempotentRequest,
  inProgress,
  replay,
  storeRefusal,
  toStoredOutcome,
} from '../../http/idempotency/idempotency.ts'
import { authenticate } from '../accounts/public.ts'
import type { ClaimPlace } from './claimBatcher.ts'
import type { Registered } from './claimResult.ts'
import type { IdempotentClaim } from './claimWithIdempotency.ts'
import type { PlaceClaim } from './queries/claims.ts'
import { registeredOrThrow } from './registerForEvent.ts'

/** A Payload request for the user of a token. @throws {Refusal} 401 when the token is not valid */
export async function requestForToken(payload: Payload, token: string): Promise<PayloadRequest> {
  const user = await authenticate(payload, token)
  if (!user) throw invalidToken()
  return createLocalReq({ user: { ...user, collection: 'users' } }, payload)
}

/** A claim of a caller whose token's signature was checked. */
interface CallerClaim {
  token: string
  place: PlaceClaim
  isDisconnected: () => boolean
  /** Undefined without an `Idempotency-Key`. */
  idempotent?: IdempotentRequest
  /** Runs code that calls Payload. */
  inContext: <Result>(work: () => Result) => Result
}

/** The registration that a claim made, and whether an earlier request with the key has made it. */
interface ClaimedOnce {
  registered: Registered
  isReplayed: boolean
}

const withKey = (place: PlaceClaim, request: IdempotentRequest): IdempotentClaim => ({
  ...place,
  idempotency: {
    keyHash: request.keyHash,
    toStoredOutcome: (registered) => toStoredOutcome(request, registered),
  },
})

/**
 * Makes the function that claims a place, once for each idempotency key.
 *
 * @throws {Refusal} with the contract's code when the claim is refused, 409 while another request with
 *   the key is under way, 422 when the key was used for another request
 */
export function claimForCaller(payload: Payload, claimPlace: ClaimPlace) {
  /** Keys of requests under way on this server. The database knows those of other servers. */
  const underWay = new Set<string>()

  async function claim(callerClaim: CallerClaim): Promise<ClaimedOnce> {
    const { token, place, isDisconnected, idempotent, inContext } = callerClaim
    const getRequest = () => requestForToken(payload, token)
    const result = await claimPlace(idempotent ? withKey(place, idempotent) : place, isDisconnected)
    if (result.outcome === 'in_progress') throw inProgress()
    if ('stored' in result) {
      // The statement did not check the token in this case, and a revoked token must read nothing.
      await inContext(getRequest)
      return { registered: replay(result.stored, idempotent!) as Registered, isReplayed: true }
    }
    if ('registration' in result) return { registered: result, isReplayed: false }
    try {
      const { eventId } = place
      const refuse = () => registeredOrThrow(result, eventId, getRequest)
      // A full event sends thousands of refusals, and none of them asks Payload.
      const asksPayload = result.outcome === 'event_not_open'
      const registered = await (asksPayload ? inContext(refuse) : refuse())
      return { registered, isReplayed: false }
    } catch (error) {
      if (idempotent) await storeRefusal(payload, idempotent, error)
      throw error
    }
  }

  return async (callerClaim: CallerClaim): Promise<ClaimedOnce> => {
    if (!callerClaim.idempotent) return claim(callerClaim)
    const name = callerClaim.idempotent.keyHash.toString('hex')
    if (underWay.has(name)) throw inProgress()
    underWay.add(name)
    try {
      return await claim(callerClaim)
    } finally {
      underWay.delete(name)
    }
  }
}
