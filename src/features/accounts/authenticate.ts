import type { AuthStrategy, Payload } from 'payload'

import { bearerOf } from '../../http/bearer.ts'
import { cachedPrincipal } from './cachedPrincipals.ts'
import type { Principal } from '../../shared/principal.ts'
import { getRequestContext, type RequestContext } from '../../shared/requestContext.ts'
import { tokensOf } from './tokens.ts'

/**
 * The claims of an access token, without a query; undefined when it is not valid. The token of a
 * request is checked once, however many places ask.
 *
 * @param context of the request; the current one without it
 */
export function checkAccessToken(
  payload: Payload,
  token: string,
  context: RequestContext | undefined = getRequestContext(),
) {
  const checked = context?.checkedToken
  if (checked?.token === token) return checked.claims
  const claims = tokensOf(payload).verify('access', token)
  if (context) context.checkedToken = { token, claims }
  return claims
}

/**
 * The active user of an access token; undefined when the token is not valid, or no longer. Without a
 * promise when the user is in memory: a cached response then needs none.
 */
export function authenticate(
  payload: Payload,
  token: string,
  context: RequestContext | undefined = getRequestContext(),
): Principal | undefined | Promise<Principal | undefined> {
  const claims = checkAccessToken(payload, token, context)
  if (!claims) return undefined
  const active = (principal: Principal | undefined) => {
    const isCurrent = principal && !principal.suspended && principal.tokenVersion === claims.version
    if (!isCurrent) return undefined
    if (context) context.userId = principal.id
    return principal
  }
  const found = cachedPrincipal(payload, claims.userId)
  return found instanceof Promise ? found.then(active) : active(found)
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
