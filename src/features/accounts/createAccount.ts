import { type PayloadRequest, ValidationError } from 'payload'

import { connectionOf } from '../../database/connection.ts'
import { takenIdentities } from './queries/principals.ts'
import type { Language } from '../../shared/languages.ts'
import type { User } from '../../payload-types.ts'

export interface NewAccount {
  username: string
  email: string
  password: string
  /** What they are written to in. */
  language?: Language
}

/**
 * Registers an attendee. The outbox tells of it, and they are asked by mail to confirm their address.
 *
 * @throws {ValidationError} when the name or the address is taken, or the password too easy
 */
export async function createAccount(req: PayloadRequest, account: NewAccount): Promise<User> {
  const taken = await takenIdentities(await connectionOf(req), account)
  // Payload would blame the username for an address that is taken.
  const errors = taken.map((path) => ({
    path,
    message: `A user with that ${path} already exists.`,
  }))
  if (errors.length > 0) throw new ValidationError({ collection: 'users', errors, req }, req.t)
  return req.payload.create({
    collection: 'users',
    data: { ...account, role: 'attendee', timezone: 'UTC' },
    overrideAccess: true,
    req,
  })
}
