import { createHash, randomBytes } from 'node:crypto'
import type { Payload } from 'payload'

import { poolOf } from '../../database/connection.ts'
import { unauthenticated } from '../../shared/errors/Refusal.ts'
import type { Language } from '../../shared/languages.ts'
import type { Principal } from '../../shared/principal.ts'
import { cachedPrincipal } from './cachedPrincipals.ts'
import { findPrincipal } from './queries/principals.ts'
import {
  addWebSession,
  deleteWebSession,
  endSessionsOfUser,
  extendWebSession,
  findWebSession,
} from './queries/webSessions.ts'

const hourSeconds = 60 * 60
const daySeconds = 24 * hourSeconds

/** How long a session lasts without being used, in seconds: on a device of many, and on one's own. */
const idleSeconds = { passing: daySeconds, persistent: 30 * daySeconds }

/** How long a session lasts in all, in seconds. */
const maxAgeSeconds = 90 * daySeconds

/** The expiry is written again when the last time is so long ago: not with each page. */
const renewalSeconds = hourSeconds

/** Sessions of one user. With one more the oldest ends. */
const maxSessions = 20

/** 256 random bits, in base64url. */
const secretBytes = 32
const secretForm = /^[\w-]{43}$/

const hashOf = (secret: string) => createHash('sha256').update(secret).digest()

const lifetimeOf = (isPersistent: boolean) =>
  isPersistent ? idleSeconds.persistent : idleSeconds.passing

/** A session as the cookie of a browser has it. */
export interface WebSession {
  /** Stored nowhere but in the cookie. */
  secret: string
  /** Seconds for which the browser stores the cookie; undefined for as long as it runs. */
  maxAge: number | undefined
}

/**
 * Starts a session of the public pages for a user whose credentials were checked
 * (docs/decisions/0034-attendee-pages.md).
 *
 * @param isPersistent whether the device is the user's own: then the browser stores the session
 * @throws {Refusal} 401 when the user was suspended or got a new password since the check
 */
export async function startWebSession(
  payload: Payload,
  owner: Pick<Principal, 'id' | 'tokenVersion'>,
  isPersistent: boolean,
): Promise<WebSession> {
  const secret = randomBytes(secretBytes).toString('base64url')
  const lifetime = lifetimeOf(isPersistent)
  const session = { secretHash: hashOf(secret), isPersistent, lifetime }
  if (!(await addWebSession(poolOf(payload), owner, session, maxSessions))) {
    throw unauthenticated('No active account found with the given credentials')
  }
  return { secret, maxAge: isPersistent ? lifetime : undefined }
}

/** The user of a session, and the session again when the browser should store it for longer. */
export interface SignedIn {
  user: Principal
  language: Language
  renewed: WebSession | undefined
}

/**
 * The active user of a session; undefined when there is no such session, or no longer. A suspension or a new
 * password ends it within a second, as it does with the tokens of apps.
 */
export async function readWebSession(
  payload: Payload,
  secret: string | undefined,
): Promise<SignedIn | undefined> {
  if (!secret || !secretForm.test(secret)) return undefined
  const secretHash = hashOf(secret)
  const session = await findWebSession(poolOf(payload), secretHash)
  if (!session || session.age > maxAgeSeconds) return undefined
  let user = await cachedPrincipal(payload, session.userId)
  // The user may be in memory as they were a second ago, and the session of after their new password.
  if (user && user.tokenVersion < session.tokenVersion) {
    user = await findPrincipal(poolOf(payload), session.userId)
  }
  if (!user || user.suspended || user.tokenVersion !== session.tokenVersion) return undefined
  const { language } = session
  const lifetime = lifetimeOf(session.isPersistent)
  if (lifetime - session.secondsLeft < renewalSeconds) return { user, language, renewed: undefined }
  await extendWebSession(poolOf(payload), secretHash, lifetime)
  return {
    user,
    language,
    renewed: session.isPersistent ? { secret, maxAge: lifetime } : undefined,
  }
}

/** Ends a session. Nobody can use its secret again. */
export async function endWebSession(payload: Payload, secret: string | undefined): Promise<void> {
  if (secret) await deleteWebSession(poolOf(payload), hashOf(secret))
}

/** Signs a user out on every device: of the public pages, of apps and of the panel. */
export const signOutEverywhere = (payload: Payload, userId: number): Promise<void> =>
  endSessionsOfUser(poolOf(payload), userId)
