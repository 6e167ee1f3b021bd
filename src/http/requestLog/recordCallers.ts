import type { Payload } from 'payload'

import { setCaller } from '../../shared/requestContext.ts'

const watched = new WeakSet<Payload>()

/**
 * Has requests know who asked when Payload finds out, by whichever of its ways: the panel's cookie, or
 * a token. It tells nobody else.
 */
export function recordCallers(payload: Payload): void {
  if (watched.has(payload)) return
  watched.add(payload)
  payload.authStrategies = payload.authStrategies.map((strategy) => ({
    ...strategy,
    authenticate: async (args) => {
      const result = await strategy.authenticate(args)
      if (result.user) setCaller(result.user.id)
      return result
    },
  }))
}
