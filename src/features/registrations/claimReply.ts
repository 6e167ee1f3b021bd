import { createLocalReq, type Payload, type PayloadRequest } from 'payload'

import { invalidToken } from '../../http/bearer.ts'
import {
  type IdempotentRequest,
  inProgress,
  replay,
  storeRefusal,
  toStoredResponse,
} from '../../http/idempotency/idempotency.ts'
import type { Reply } from '../../http/route.ts'
import { authenticate } from '../accounts/public.ts'
import type { ClaimPlace } from './claimBatcher.ts'
import type { IdempotentClaim } from './claimWithIdempotency.ts'
import type { PlaceClaim } from './queries/claims.ts'
import { registeredOrThrow } from './registerForEvent.ts'
import { registrationReply } from './registrationReply.ts'

/** A Payload request for the user of a token. @throws {Refusal} 401 when the token is not valid */
export async function requestForToken(payload: Payload, token: string): Promise<PayloadRequest> {
  const user = await authenticate(payload, token)
  if (!user) throw invalidToken()
  return createLocalReq({ user: { ...user, collection: 'users' } }, payload)
}

/** A claim of a caller whose token's signature was checked. */
interface CallerClaim {
  token: string
  claim: PlaceClaim
  isDisconnected: () => boolean
  /** Undefined without an `Idempotency-Key`. */
  idempotent?: IdempotentRequest
}

const withKey = (claim: PlaceClaim, request: IdempotentRequest): IdempotentClaim => ({
  ...claim,
  idempotency: {
    keyHash: request.keyHash,
    toStoredResponse: (registered) => toStoredResponse(request, registrationReply(registered)),
  },
})

/**
 * Makes the function that claims a place and returns the response, once for each idempotency key.
 *
 * @throws {Refusal} with the contract's code when the claim is refused, 409 while another request with
 *   the key is under way, 422 when the key was used for another request
 */
export function claimReply(payload: Payload, claimPlace: ClaimPlace) {
  /** Keys of requests under way on this server. The database knows those of other servers. */
  const underWay = new Set<string>()

  async function reply({ token, claim, isDisconnected, idempotent }: CallerClaim): Promise<Reply> {
    const getRequest = () => requestForToken(payload, token)
    const result = await claimPlace(idempotent ? withKey(claim, idempotent) : claim, isDisconnected)
    if (result.outcome === 'in_progress') throw inProgress()
    if ('stored' in result) {
      // The statement did not check the token in this case, and a revoked token must read nothing.
      await getRequest()
      return replay(result.stored, idempotent!)
    }
    try {
      return registrationReply(await registeredOrThrow(result, claim.eventId, getRequest))
    } catch (error) {
      if (idempotent) await storeRefusal(payload, idempotent, error)
      throw error
    }
  }

  return async (callerClaim: CallerClaim): Promise<Reply> => {
    if (!callerClaim.idempotent) return reply(callerClaim)
    const name = callerClaim.idempotent.keyHash.toString('hex')
    if (underWay.has(name)) throw inProgress()
    underWay.add(name)
    try {
      return await reply(callerClaim)
    } finally {
      underWay.delete(name)
    }
  }
}
