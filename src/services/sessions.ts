import { createHash, createHmac, randomUUID } from 'node:crypto'
import type { Payload, PayloadRequest } from 'payload'

import { type Connection, connectionOf, poolOf } from '../db/connection.ts'
import { findPrincipal, type Principal } from '../db/principals.ts'
import { revokeFamilyOf, rotateToken, startFamily, tradedAt } from '../db/refreshTokens.ts'
import { unauthenticated } from '../errors/Refusal.ts'
import { accessLifetime, refreshLifetime, type TokenClaims } from '../lib/tokens.ts'
import { tokensOf } from './tokens.ts'

export interface TokenPair {
  access: string
  refresh: string
}

/**
 * Milliseconds in which the same refresh token gets the same successor again: for a client that lost
 * the answer, or asked twice at once (docs/decisions/0006-tokens.md).
 */
const grace = 10_000

type Owner = Pick<Principal, 'id' | 'tokenVersion'>

const hashOf = (jti: string) => createHash('sha256').update(jti).digest()

/** The id of the token that follows one: the same each time, and known to nobody without the secret. */
const successorOf = (payload: Payload, jti: string) =>
  createHmac('sha256', payload.secret).update(`refresh token after ${jti}`).digest('base64url')

const newToken = (jti: string, issuedAt: Date) => ({
  jtiHash: hashOf(jti),
  issuedAt,
  expiresAt: new Date(issuedAt.getTime() + refreshLifetime * 1000),
})

function pair(payload: Payload, owner: Owner, jti: string, issuedAt: Date): TokenPair {
  const tokens = tokensOf(payload)
  const user = { userId: owner.id, version: owner.tokenVersion }
  return {
    access: tokens.sign('access', { ...user, lifetime: accessLifetime }),
    refresh: tokens.sign('refresh', { ...user, lifetime: refreshLifetime, jti, issuedAt }),
  }
}

/** The first pair of tokens of a user who has just shown who they are. */
export async function startSession(req: PayloadRequest, owner: Owner): Promise<TokenPair> {
  const now = new Date()
  const jti = randomUUID()
  await startFamily(
    await connectionOf(req),
    { id: randomUUID(), userId: owner.id },
    newToken(jti, now),
  )
  return pair(req.payload, owner, jti, now)
}

const refused = () => unauthenticated('Token is invalid or expired')

async function ownerOf(connection: Connection, claims: TokenClaims): Promise<Owner> {
  const user = await findPrincipal(connection, claims.userId)
  if (!user || user.suspended || user.tokenVersion !== claims.version) throw refused()
  return user
}

/**
 * Trades a refresh token for a new pair. A token that is used again outside the grace has been
 * stolen, from the client or by it: its whole family dies.
 *
 * @throws {Refusal} 401 when the token is not good, or no longer
 */
export async function refreshSession(req: PayloadRequest, refresh: string): Promise<TokenPair> {
  const { payload } = req
  const claims = tokensOf(payload).verify('refresh', refresh)
  if (!claims) throw refused()
  const connection = await connectionOf(req)
  const owner = await ownerOf(connection, claims)
  const { jti } = claims
  const now = new Date()
  const next = successorOf(payload, jti)
  if (await rotateToken(connection, hashOf(jti), newToken(next, now))) {
    return pair(payload, owner, next, now)
  }
  const traded = await tradedAt(connection, hashOf(jti), hashOf(next))
  if (traded && now.getTime() - traded.getTime() <= grace) return pair(payload, owner, next, traded)
  // On a connection of its own: the refusal undoes the transaction that it may be part of.
  await revokeFamilyOf(poolOf(payload), hashOf(jti), now)
  throw refused()
}

/**
 * Ends the session that a refresh token belongs to.
 *
 * @throws {Refusal} 401 when it is no refresh token of ours
 */
export async function endSession(req: PayloadRequest, refresh: string): Promise<void> {
  const claims = tokensOf(req.payload).verify('refresh', refresh)
  if (!claims) throw refused()
  await revokeFamilyOf(await connectionOf(req), hashOf(claims.jti), new Date())
}
