import type { PayloadRequest } from 'payload'

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
export const createAccount = (req: PayloadRequest, account: NewAccount): Promise<User> =>
  req.payload.create({
    collection: 'users',
    data: { ...account, role: 'attendee', timezone: 'UTC' },
    overrideAccess: true,
    req,
  })
