import { createHash, createHmac, randomUUID } from 'node:crypto'
import type { Payload, PayloadRequest } from 'payload'

import { type Connection, connectionOf, poolOf } from '../../database/connection.ts'
import { findPrincipal } from './queries/principals.ts'
import type { Principal } from '../../shared/principal.ts'
import {
  findRecentRotation,
  revokeFamilyOf,
  startFamily,
  rotateToken,
} from './queries/refreshTokens.ts'
import { servicesOf } from '../../shared/services.ts'
import { unauthenticated } from '../../shared/errors/Refusal.ts'
import { accessLifetimeSeconds, refreshLifetimeSeconds, type TokenClaims } from './tokens.ts'
import { tokensOf } from './tokensOf.ts'

export interface TokenPair {
  access: string
  refresh: string
}

/**
 * Milliseconds for which a new pair is held back from whoever asked for it. What the same client
 * sent at the same moment, from another window or to another server, arrives meanwhile and gets the
 * same pair. Who comes later has had the answer (docs/decisions/0006-tokens.md).
 */
export const refreshDelayMs = 200

type Owner = Pick<Principal, 'id' | 'tokenVersion'>

const hashOf = (jti: string) => createHash('sha256').update(jti).digest()

/** The id of the token that follows one: the same each time, and known to nobody without the secret. */
const successorOf = (payload: Payload, jti: string) =>
  createHmac('sha256', payload.secret).update(`refresh token after ${jti}`).digest('base64url')

function pair(payload: Payload, owner: Owner, jti: string, issuedAt: Date): TokenPair {
  const tokens = tokensOf(payload)
  const user = { userId: owner.id, version: owner.tokenVersion }
  return {
    access: tokens.sign('access', { ...user, lifetime: accessLifetimeSeconds }),
    refresh: tokens.sign('refresh', { ...user, lifetime: refreshLifetimeSeconds, jti, issuedAt }),
  }
}

/** The first pair of tokens of a user who has just shown who they are. */
export async function startSession(req: PayloadRequest, owner: Owner): Promise<TokenPair> {
  const now = new Date()
  const jti = randomUUID()
  await startFamily(
    await connectionOf(req),
    { id: randomUUID(), userId: owner.id },
    { jtiHash: hashOf(jti), issuedAt: now, lifetime: refreshLifetimeSeconds },
  )
  return pair(req.payload, owner, jti, now)
}

const refused = () => unauthenticated('Token is invalid or expired')

async function ownerOf(connection: Connection, claims: TokenClaims): Promise<Owner> {
  const user = await findPrincipal(connection, claims.userId)
  if (!user || user.suspended || user.tokenVersion !== claims.version) throw refused()
  return user
}

async function trade(req: PayloadRequest, claims: TokenClaims): Promise<TokenPair> {
  const { payload } = req
  const connection = await connectionOf(req)
  const owner = await ownerOf(connection, claims)
  const next = successorOf(payload, claims.jti)
  const [oldHash, nextHash] = [hashOf(claims.jti), hashOf(next)]
  const { usedAt, wasUnused } = await rotateToken(
    connection,
    oldHash,
    nextHash,
    refreshLifetimeSeconds,
  )
  const together = wasUnused ? refreshLifetimeSeconds : refreshDelayMs / 1000
  const issuedAt = usedAt ?? (await findRecentRotation(connection, oldHash, nextHash, together))
  if (issuedAt) return pair(payload, owner, next, issuedAt)
  // On a connection of its own: the refusal undoes the transaction that it may be part of.
  await revokeFamilyOf(poolOf(payload), oldHash, new Date())
  throw refused()
}

declare module '../../shared/services.ts' {
  interface Services {
    /** The refreshes of the last moment, by the id of the token that they rotate. */
    refreshes: Map<string, Promise<TokenPair>>
  }
}

/**
 * Trades a refresh token for a new pair, which must be held back as long as `heldBack` says. A token
 * that is used again after that has been stolen, from the client or by it: its whole family dies.
 *
 * @throws {Refusal} 401 when the token is not good, or no longer
 */
export async function refreshSession(req: PayloadRequest, refresh: string): Promise<TokenPair> {
  const { payload } = req
  const claims = tokensOf(payload).verify('refresh', refresh)
  if (!claims) throw refused()
  const trades = servicesOf(payload).refreshes
  // What came here together is known to have, however long the database takes.
  const found = trades.get(claims.jti)
  if (found) return found
  const trading = trade(req, claims)
  trades.set(claims.jti, trading)
  const forget = () => setTimeout(() => trades.delete(claims.jti), refreshDelayMs).unref()
  trading.then(forget, forget)
  return trading
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
