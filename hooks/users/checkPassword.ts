import {
  type CollectionBeforeOperationHook,
  type CollectionBeforeValidateHook,
  type PayloadRequest,
  ValidationError,
} from 'payload'

import { passwordProblems } from '../../src/features/accounts/passwordRules.ts'
import type { User } from '../../src/payload-types.ts'

function refuseEasy(req: PayloadRequest, password: unknown, own: (string | null | undefined)[]) {
  if (typeof password !== 'string') return
  const errors = passwordProblems(password, own).map((message) => ({ path: 'password', message }))
  if (errors.length > 0) throw new ValidationError({ collection: 'users', errors, req }, req.t)
}

/** Refuses a password that is easy to guess, on every surface. */
export const checkPassword: CollectionBeforeValidateHook<User> = ({ data, originalDoc, req }) => {
  const user = { ...originalDoc, ...data }
  refuseEasy(req, data?.password, [user.username, user.email])
  return data
}

interface Reset {
  data?: { password?: unknown; token?: unknown }
}

/** The same for a new password with the token of an email: no other hook sees that password. */
export const checkNewPassword: CollectionBeforeOperationHook<'users'> = async ({
  args,
  operation,
  req,
}) => {
  if (operation !== 'resetPassword') return args
  const { password, token } = (args as Reset).data ?? {}
  const { docs } = await req.payload.find({
    collection: 'users',
    where: { resetPasswordToken: { equals: token } },
    limit: 1,
    depth: 0,
    overrideAccess: true,
    req,
  })
  refuseEasy(req, password, [docs[0]?.username, docs[0]?.email])
  return args
}
