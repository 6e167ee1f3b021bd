import type { AuthStrategy, Payload } from 'payload'

import { poolOf } from '../../database/connection.ts'
import { findPrincipal, type Principal } from './queries/principals.ts'
import { servicesOf } from '../../shared/services.ts'
import { setCaller } from '../../shared/requestContext.ts'
import { tokensOf } from './tokensOf.ts'

/** Milliseconds for which a user is remembered: the bound on how long a revoked token still works. */
const cacheMs = 1000

/** The most users remembered at once; beyond it the oldest is forgotten. */
const capacity = 10_000

interface CachedPrincipal {
  principal: Promise<Principal | undefined>
  until: number
}

/**
 * Forgets who was remembered long enough, the oldest first. What is kept is a promise, and a promise
 * keeps the request in which it was made, with its answer and all that hangs on them.
 */
function evictExpired(memory: Map<number, CachedPrincipal>, now: number): void {
  for (const [id, { until }] of memory) {
    if (until > now && memory.size <= capacity) return
    memory.delete(id)
  }
}

declare module '../../shared/services.ts' {
  interface Services {
    cachedPrincipals: Map<number, CachedPrincipal>
  }
}

/** The user, at most a second old. Requests of the same user at once ask the database once. */
function cachedPrincipal(payload: Payload, id: number): Promise<Principal | undefined> {
  const memory = servicesOf(payload).cachedPrincipals
  const now = Date.now()
  const found = memory.get(id)
  if (found && found.until > now) return found.principal
  const principal = findPrincipal(poolOf(payload), id)
  memory.delete(id)
  memory.set(id, { principal, until: now + cacheMs })
  principal.catch(() => memory.delete(id))
  evictExpired(memory, now)
  return principal
}

/** Whether an `Authorization` header is of our scheme, whatever follows. */
export const isBearer = (authorization: string | null | undefined): boolean =>
  /^Bearer\b/i.test(authorization ?? '')

/** The token of an `Authorization: Bearer …` header (RFC 6750, 2.1). */
export const bearerOf = (authorization: string | null | undefined): string | undefined =>
  /^Bearer +(\S+) *$/i.exec(authorization ?? '')?.[1]

/** The active user whose access token that is, or undefined when it is not good, or no longer. */
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

/** Lets Payload's own surfaces honour the access tokens that apps hold. */
export const accessTokenStrategy: AuthStrategy = {
  name: 'access-token',
  authenticate: async ({ headers, payload }) => {
    const token = bearerOf(headers.get('authorization'))
    const principal = token && (await authenticate(payload, token))
    if (!principal) return { user: null }
    return { user: { ...principal, collection: 'users', _strategy: 'access-token' } }
  },
}
