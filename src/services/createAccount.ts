import type { PayloadRequest } from 'payload'

import type { User } from '../payload-types.ts'
import { sendConfirmation } from './confirmEmail.ts'

export interface NewAccount {
  username: string
  email: string
  password: string
}

/**
 * Registers an attendee, and asks them by mail to confirm their address.
 *
 * @throws {ValidationError} when the name or the address is taken, or the password too easy
 */
export async function createAccount(req: PayloadRequest, account: NewAccount): Promise<User> {
  const user = await req.payload.create({
    collection: 'users',
    data: { ...account, role: 'attendee', timezone: 'UTC' },
    overrideAccess: true,
    req,
  })
  await sendConfirmation(req, user)
  return user
}
