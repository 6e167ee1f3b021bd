import type { PayloadRequest } from 'payload'

import type { Language } from '../../shared/languages.ts'
import type { Principal } from '../../shared/principal.ts'
import { fieldErrors } from '../../shared/errors/fieldErrors.ts'
import { poolOf } from '../../database/connection.ts'
import type { User } from '../../payload-types.ts'
import { findPrincipal } from './queries/principals.ts'
import { checkCredentials } from './signIn.ts'

/** What a person may change of their account without their password. */
export interface OwnProfile {
  displayName: string
  language: Language
  timezone: string
  /** The optional emails that they want. */
  mail: { changes: boolean; reminders: boolean; digest: boolean }
}

/** As the caller: access rules and hooks judge the change as one over REST. */
const update = (req: PayloadRequest, id: number, data: Partial<User>): Promise<User> =>
  req.payload.update({
    collection: 'users',
    id,
    data,
    depth: 0,
    overrideAccess: false,
    overrideLock: true,
    req,
  })

/** The account of the caller, as they may read it. */
export const readOwnAccount = (req: PayloadRequest, id: number): Promise<User> =>
  req.payload.findByID({ collection: 'users', id, depth: 0, overrideAccess: false, req })

/** Changes the profile of the caller. @throws {ValidationError} for a name that is too long */
export const changeOwnProfile = (
  req: PayloadRequest,
  id: number,
  profile: OwnProfile,
): Promise<User> => update(req, id, profile)

/**
 * Checks the password of a caller who is signed in, with the limits of a sign-in: a session that was left open
 * must not be a way to guess it.
 *
 * @throws {ValidationError} under `current_password` when it is wrong; {Refusal} 429, 503
 */
export async function checkOwnPassword(
  req: PayloadRequest,
  user: Pick<Principal, 'id' | 'username'>,
  { password, address }: { password: string; address: string },
): Promise<void> {
  const checked = await checkCredentials(req, { identifier: user.username, password, address })
  if (checked?.id === user.id) return
  const message = 'This is not your password.'
  throw fieldErrors(req, 'users', [{ path: 'current_password', message }])
}

/**
 * Sets a new password for the caller. Every session and token of theirs ends.
 *
 * @returns the user as a new session needs them
 * @throws {ValidationError} when the password is easy to guess
 */
export async function changeOwnPassword(
  req: PayloadRequest,
  id: number,
  password: string,
): Promise<Principal> {
  await update(req, id, { password })
  return (await findPrincipal(poolOf(req.payload), id))!
}

/**
 * Changes the address of the caller. The old address is told, and the new one is asked to confirm.
 *
 * @throws {ValidationError} when another account has it
 */
export const changeOwnEmail = (req: PayloadRequest, id: number, email: string): Promise<User> =>
  update(req, id, { email })
