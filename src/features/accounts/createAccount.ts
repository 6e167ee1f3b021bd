import { type PayloadRequest, ValidationError } from 'payload'

import { connectionOf } from '../../database/connection.ts'
import { takenIdentities } from './queries/principals.ts'
import type { Language } from '../../shared/languages.ts'
import type { User } from '../../payload-types.ts'

export interface NewAccount {
  username: string
  email: string
  password: string
  /** The language of emails to the user. */
  language?: Language
}

/**
 * Creates an account for an attendee. The event in the outbox sends them an email that asks them to
 * confirm their address.
 *
 * @throws {ValidationError} when the username or the address is taken, or the password is easy to guess
 */
export async function createAccount(req: PayloadRequest, account: NewAccount): Promise<User> {
  const taken = await takenIdentities(await connectionOf(req), account)
  // Checked here, because Payload reports a taken address as an error of the username.
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
