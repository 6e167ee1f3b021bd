import type { Payload } from 'payload'

import { authenticate, panelCaller, tokensOf } from '../accounts/public.ts'
import type { Viewer } from '../events/public.ts'
import type { SignedInSession } from './signedInSessions.ts'

/** Who a connection is signed in as, and how long. */
export type SignIn = Omit<SignedInSession, 'onRevoked' | 'onRole'>

/** The sign-in of an access token; undefined when the token is not valid. */
export async function signInByToken(payload: Payload, token: string): Promise<SignIn | undefined> {
  const claims = tokensOf(payload).verify('access', token)
  const user = claims && (await authenticate(payload, token, undefined))
  if (!user) return undefined
  const { id: userId, role, tokenVersion } = user
  return {
    userId,
    role,
    tokenVersion,
    expiresAt: claims.expiresAt * 1000,
    panelSession: undefined,
  }
}

/** The sign-in of a session of the panel; undefined when its cookie is not valid. */
export async function signInBySession(
  payload: Payload,
  headers: Headers,
): Promise<SignIn | undefined> {
  const caller = await panelCaller(payload, headers)
  return caller && { ...caller, expiresAt: undefined }
}

export const anonymous: Viewer = { isStaff: false }

export const viewerFor = ({ role, userId }: Pick<SignIn, 'role' | 'userId'>): Viewer => ({
  id: userId,
  isStaff: role === 'staff' || role === 'admin',
})
