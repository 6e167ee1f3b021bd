import type { Payload } from 'payload'

import { findCredentials } from '../../accounts/public.ts'
import { poolOf } from '../../../database/connection.ts'
import { ImportError } from './ImportError.ts'

/**
 * The id of the user with that username or email address, written as for signing in.
 *
 * @throws {ImportError} when there is no such user, or they are suspended
 */
export async function findOwner(payload: Payload, name: string): Promise<number> {
  const user = await findCredentials(poolOf(payload), name)
  if (!user) throw new ImportError(`--owner takes a username, and nobody is called "${name}".`)
  if (user.suspended)
    throw new ImportError(`The user "${name}" is suspended, and cannot be an owner.`)
  return user.id
}
