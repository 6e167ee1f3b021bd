import { randomUUID } from 'node:crypto'
import {
  AuthenticationError,
  getFieldsToSign,
  jwtSign,
  type Payload,
  type PayloadRequest,
} from 'payload'

import { poolOf } from '../../database/connection.ts'
import type { Principal } from '../../shared/principal.ts'
import { addPanelSession } from './queries/panelSessions.ts'
import { findPrincipal } from './queries/principals.ts'

export interface PanelSession {
  token: string
  /** When the token expires, in seconds since 1970. */
  exp: number
  /** The user as they may see themselves. */
  user: object
}

/** What Payload adds to a user who has signed in. */
const signedIn = { collection: 'users', _strategy: 'local-jwt' } as const

/**
 * Starts a session of the panel for a user whose credentials were checked: what Payload's own sign-in
 * does after its check (docs/decisions/0021-passwords.md).
 *
 * @throws {AuthenticationError} when the user was suspended or got a new password since the check
 */
export async function startPanelSession(
  req: PayloadRequest,
  owner: Pick<Principal, 'id' | 'tokenVersion'>,
  depth = req.payload.config.defaultDepth,
): Promise<PanelSession> {
  const { payload } = req
  const { config } = payload.collections.users
  const sid = randomUUID()
  const lifetime = config.auth.tokenExpiration
  if (!(await addPanelSession(poolOf(payload), owner, sid, lifetime))) {
    throw new AuthenticationError(req.t)
  }
  const read = { collection: 'users', id: owner.id, req } as const
  const stored = await payload.findByID({ ...read, depth: 0, overrideAccess: true })
  const { exp, token } = await jwtSign({
    fieldsToSign: getFieldsToSign({
      collectionConfig: config,
      email: stored.email,
      sid,
      user: stored,
    }),
    secret: payload.secret,
    tokenExpiration: lifetime,
  })
  const caller = { ...stored, ...signedIn, _sid: sid }
  req.user = caller
  const user = await payload.findByID({ ...read, depth, overrideAccess: false, user: caller })
  return { exp, token, user: { ...user, ...signedIn } }
}

/** The user of a session of the panel. */
export interface PanelCaller {
  userId: number
  role: Principal['role']
  tokenVersion: number
  /** The id of the session. */
  panelSession: string
}

/** The active user of the panel's cookie; undefined when the session is not valid, or no longer. */
export async function panelCaller(
  payload: Payload,
  headers: Headers,
): Promise<PanelCaller | undefined> {
  const { user } = await payload.auth({ headers })
  // Payload sets it, and its type does not say so.
  const panelSession = (user as { _sid?: string } | null)?._sid
  if (!user || !panelSession || user.suspended) return undefined
  const principal = await findPrincipal(poolOf(payload), user.id)
  if (!principal) return undefined
  const { id: userId, role, tokenVersion } = principal
  return { userId, role, tokenVersion, panelSession }
}
