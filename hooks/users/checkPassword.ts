import type { CollectionBeforeValidateHook } from 'payload'

import { refuseEasyPassword } from '../../src/features/accounts/resetPassword.ts'
import type { User } from '../../src/payload-types.ts'
import { fieldErrors } from '../../src/shared/errors/fieldErrors.ts'

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
    throw fieldErrors(req, 'users', errors)
  }
  return data
}
