import { unauthenticated } from '../shared/errors/Refusal.ts'
import type { Authenticate, Principal } from '../shared/principal.ts'
import type { RequestContext } from '../shared/requestContext.ts'

/** Whether an `Authorization` header has the scheme `Bearer`, whatever follows. */
export const isBearer = (authorization: string | null | undefined): boolean =>
  /^Bearer\b/i.test(authorization ?? '')

/** The token of an `Authorization: Bearer …` header (RFC 6750, 2.1). */
export const bearerOf = (authorization: string | null | undefined): string | undefined =>
  /^Bearer +(\S+) *$/i.exec(authorization ?? '')?.[1]

/** The 401 for a token that is malformed, expired, forged or revoked. */
export const invalidToken = () => unauthenticated('Token is invalid or expired')

/**
 * The user whose token an `Authorization` header holds.
 *
 * @throws {Refusal} 401 for a header of another scheme, and for a token that is not valid
 */
export async function authenticateBearer(
  authorization: string,
  authenticate: Authenticate,
  context: RequestContext,
): Promise<Principal> {
  const token = bearerOf(authorization)
  const user = token && (await authenticate(token, context))
  if (!user) throw invalidToken()
  return user
}
