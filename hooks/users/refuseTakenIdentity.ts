import { type CollectionBeforeValidateHook, ValidationError } from 'payload'

import { connectionOf } from '../../src/database/connection.ts'
import { takenIdentities } from '../../src/features/accounts/queries/principals.ts'
import type { User } from '../../src/payload-types.ts'

/** Refuses a new account whose username or address another one has, and names the field. */
export const refuseTakenIdentity: CollectionBeforeValidateHook<User> = async ({
  data,
  operation,
  req,
}) => {
  if (operation !== 'create') return data
  const { username = '', email = '' } = data ?? {}
  const taken = await takenIdentities(await connectionOf(req), { username, email })
  const errors = taken.map((path) => ({
    path,
    message: `A user with that ${path} already exists.`,
  }))
  if (errors.length > 0) throw new ValidationError({ collection: 'users', errors, req }, req.t)
  return data
}
