import type { AuthStrategy, Payload } from 'payload'

import { bearerOf } from '../../http/bearer.ts'
import { cachedPrincipal } from './cachedPrincipals.ts'
import type { Principal } from '../../shared/principal.ts'
import { setCaller } from '../../shared/requestContext.ts'
import { tokensOf } from './tokens.ts'

/** The active user of an access token; undefined when the token is not valid, or no longer. */
export async function authenticate(
  payload: Payload,
  token: string,
): Promise<Principal | undefined> {
  const claims = tokensOf(payload).verify('access', token)
  if (!claims) return undefined
  const principal = await cachedPrincipal(payload, claims.userId)
  const current = principal && !principal.suspended && principal.tokenVersion === claims.version
  if (!current) return undefined
  setCaller(principal.id)
  return principal
}

/** Lets Payload's own REST and GraphQL accept the access tokens of apps. */
export const accessTokenStrategy: AuthStrategy = {
  name: 'access-token',
  authenticate: async ({ headers, payload }) => {
    const token = bearerOf(headers.get('authorization'))
    const principal = token && (await authenticate(payload, token))
    if (!principal) return { user: null }
    return { user: { ...principal, collection: 'users', _strategy: 'access-token' } }
  },
}
