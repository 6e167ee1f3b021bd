import type { PayloadRequest } from 'payload'

import type { Language } from '../../shared/languages.ts'
import type { User } from '../../payload-types.ts'

export interface NewAccount {
  username: string
  email: string
  password: string
  /** The name that organisers read instead of the username. */
  displayName?: string | undefined
  /** The language of emails to the user. */
  language?: Language | undefined
  /** The time zone of times in emails (IANA). UTC stands for none: then it is the zone of the venue. */
  timezone?: string | undefined
}

/**
 * Creates an account for an attendee. The event in the outbox sends them an email that asks them to
 * confirm their address.
 *
 * @throws {ValidationError} when the username or the address is taken, or the password is easy to guess
 */
export const createAccount = (
  req: PayloadRequest,
  { timezone = 'UTC', ...account }: NewAccount,
): Promise<User> =>
  req.payload.create({
    collection: 'users',
    data: { ...account, role: 'attendee', timezone },
    overrideAccess: true,
    req,
  })
