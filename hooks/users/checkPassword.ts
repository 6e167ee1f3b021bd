import { type CollectionBeforeValidateHook, ValidationError } from 'payload'

import { refuseEasyPassword } from '../../src/features/accounts/resetPassword.ts'
import type { User } from '../../src/payload-types.ts'

/** Requires a password for a new account, and refuses one that is easy to guess, on every surface. */
export const checkPassword: CollectionBeforeValidateHook<User> = ({
  data,
  operation,
  originalDoc,
  req,
}) => {
  const { password, username, email } = { ...originalDoc, ...data }
  if (typeof password === 'string') refuseEasyPassword(req, password, [username, email])
  else if (operation === 'create') {
    const errors = [{ path: 'password', message: req.t('validation:required') }]
    throw new ValidationError({ collection: 'users', errors, req }, req.t)
  }
  return data
}
