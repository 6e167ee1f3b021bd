import type { Payload } from 'payload'

import { setCaller } from '../../shared/requestContext.ts'

const recorded = new WeakSet<Payload>()

/**
 * Records the caller in the request context when Payload authenticates one, by the panel's cookie or by
 * a token. Payload has no hook for this, so each of its strategies is wrapped.
 */
export function recordCallers(payload: Payload): void {
  if (recorded.has(payload)) return
  recorded.add(payload)
  payload.authStrategies = payload.authStrategies.map((strategy) => ({
    ...strategy,
    authenticate: async (args) => {
      const result = await strategy.authenticate(args)
      if (result.user) setCaller(result.user.id)
      return result
    },
  }))
}
