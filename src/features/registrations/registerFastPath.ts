import { type Payload, ValidationError } from 'payload'

import type { FastPath, FastPathReply } from '../../http/fastPath.ts'
import {
  type IdempotentRequest,
  replyToOutcome,
  withIdempotency,
} from '../../http/idempotency/idempotency.ts'
import { validate } from '../../http/validate.ts'
import { type ClaimPlace, claimInBatch } from './claimBatcher.ts'
import { claimForCaller, requestForToken } from './claimForCaller.ts'
import type { Registered } from './claimResult.ts'
import { registrationReply } from './registrationReply.ts'
import { PartySchema } from './schemas.ts'

const replyTo = (registered: Registered, isReplayed: boolean) =>
  replyToOutcome(isReplayed, () => registrationReply(registered))

/**
 * Registers the caller for an event without Payload.
 *
 * @param claiming how places are claimed; the benchmark compares other ways with the claim batcher
 */
export function registerFastPath(
  payload: Payload,
  claiming: ClaimPlace = claimInBatch(payload),
): FastPath {
  const runOncePerKey = withIdempotency(1)
  const claim = claimForCaller(payload, claiming)
  return {
    operation: 'register',
    handle: async (request): Promise<FastPathReply> => {
      const { id: eventId, token, userId, tokenVersion, body, keyed, inContext } = request
      const { isDisconnected } = request
      const register = (idempotent?: IdempotentRequest) => {
        const place = { eventId, userId, ...validate(PartySchema, body ?? {}), tokenVersion }
        return claim({ token, place, isDisconnected, idempotent, inContext })
      }
      try {
        const { registered, isReplayed } = await register(request.idempotent)
        return { ...replyTo(registered, isReplayed), isReplayed }
      } catch (error) {
        if (!(error instanceof ValidationError)) throw error
        // The party is not valid, but the outcome that is stored under the key comes first.
        const { outcome, isReplayed } = await inContext(async () =>
          runOncePerKey(await requestForToken(payload, token), keyed, () => register()),
        )
        return { ...replyTo(outcome as Registered, isReplayed), isReplayed }
      }
    },
  }
}
