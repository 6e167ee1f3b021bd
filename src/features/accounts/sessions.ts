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
import { invalidToken } from '../../http/bearer.ts'
import {
  accessLifetimeSeconds,
  refreshLifetimeSeconds,
  type TokenClaims,
  tokensOf,
} from './tokens.ts'

export interface TokenPair {
  access: string
  refresh: string
}

/**
 * Milliseconds by which the response with a new pair is delayed. Requests that the same client sent at
 * the same moment, from another window or to another server, arrive during the delay and get the same
 * pair. A later request with the old token is a reuse (docs/decisions/0006-tokens.md).
 */
export const refreshDelayMs = 200

type Owner = Pick<Principal, 'id' | 'tokenVersion'>

const hashOf = (jti: string) => createHash('sha256').update(jti).digest()

/** The id of a token's successor: the same each time, and unknown without the server's secret. */
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

/** Starts a session for a user whose credentials were checked. @returns its first pair of tokens */
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

async function ownerOf(connection: Connection, claims: TokenClaims): Promise<Owner> {
  const user = await findPrincipal(connection, claims.userId)
  if (!user || user.suspended || user.tokenVersion !== claims.version) throw invalidToken()
  return user
}

async function rotate(req: PayloadRequest, claims: TokenClaims): Promise<TokenPair> {
  const { payload } = req
  const connection = await connectionOf(req)
  const owner = await ownerOf(connection, claims)
  const next = successorOf(payload, claims.jti)
  const token = { jtiHash: hashOf(claims.jti), successorHash: hashOf(next) }
  const { usedAt, wasUnused } = await rotateToken(connection, token, refreshLifetimeSeconds)
  // This call first read the token as unused, and then waited for another call that rotated it. It gets
  // the same pair, even after a wait longer than `refreshDelayMs`.
  const maxSeconds = wasUnused ? refreshLifetimeSeconds : refreshDelayMs / 1000
  const issuedAt = usedAt ?? (await findRecentRotation(connection, token, maxSeconds))
  if (issuedAt) return pair(payload, owner, next, issuedAt)
  // On a connection of its own, because the refusal rolls back the transaction of the request.
  await revokeFamilyOf(poolOf(payload), token.jtiHash, new Date())
  throw invalidToken()
}

declare module '../../shared/services.ts' {
  interface Services {
    /** Rotations that run or have just finished, by the id of the old token. */
    rotations: Map<string, Promise<TokenPair>>
  }
}

/**
 * Exchanges a refresh token for a new pair. The caller must delay the response by `refreshDelayMs`. A
 * token that is used again later counts as stolen, so its whole family is revoked.
 *
 * @throws {Refusal} 401 when the token is not valid, or no longer
 */
export async function refreshSession(req: PayloadRequest, refresh: string): Promise<TokenPair> {
  const { payload } = req
  const claims = tokensOf(payload).verify('refresh', refresh)
  if (!claims) throw invalidToken()
  const { rotations } = servicesOf(payload)
  // Requests at the same moment share one rotation, however long the database takes.
  const running = rotations.get(claims.jti)
  if (running) return running
  const rotation = rotate(req, claims)
  rotations.set(claims.jti, rotation)
  const remove = () => setTimeout(() => rotations.delete(claims.jti), refreshDelayMs).unref()
  rotation.then(remove, remove)
  return rotation
}

/**
 * Ends the session that a refresh token belongs to.
 *
 * @throws {Refusal} 401 when it is not a valid refresh token
 */
export async function endSession(req: PayloadRequest, refresh: string): Promise<void> {
  const claims = tokensOf(req.payload).verify('refresh', refresh)
  if (!claims) throw invalidToken()
  await revokeFamilyOf(await connectionOf(req), hashOf(claims.jti), new Date())
}
