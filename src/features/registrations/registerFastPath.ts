import { type Payload, ValidationError } from 'payload'

import type { FastPath } from '../../http/fastPath.ts'
import { type IdempotentRequest, withIdempotency } from '../../http/idempotency/idempotency.ts'
import { validate } from '../../http/validate.ts'
import { idDigits } from '../../shared/documentId.ts'
import { type ClaimPlace, claimInBatch } from './claimBatcher.ts'
import { claimReply, requestForToken } from './claimReply.ts'
import { PartySchema } from './schemas.ts'

/** The path of v1, and the predecessor's path, which always ends in a slash. */
const pattern = new RegExp(
  `^/api/(?:v1/events/(${idDigits.source})/register/?|events/(${idDigits.source})/register/)$`,
)

/**
 * Registers the caller for an event ahead of Express and of Payload.
 *
 * @param claiming how places are claimed; the benchmark compares other ways with the claim batcher
 */
export function registerFastPath(
  payload: Payload,
  claiming: ClaimPlace = claimInBatch(payload),
): FastPath {
  const runOncePerKey = withIdempotency(1)
  const reply = claimReply(payload, claiming)
  return {
    method: 'POST',
    pattern,
    route: 'POST /api/v1/events/{id}/register/',
    operation: 'register',
    handle: async (request) => {
      const { id: eventId, token, userId, tokenVersion, body, keyed, isDisconnected } = request
      const party = () => validate(PartySchema, body ?? {})
      const claim = (key?: IdempotentRequest) =>
        reply({
          token,
          claim: { eventId, userId, ...party(), tokenVersion },
          isDisconnected,
          idempotent: key,
        })
      try {
        return await claim(request.idempotent)
      } catch (error) {
        if (!(error instanceof ValidationError)) throw error
        // The party is not valid, but the response that is stored under the key comes first.
        return runOncePerKey(await requestForToken(payload, token), keyed, async () => claim())
      }
    },
  }
}
