import type { Collection, CollectionBeforeChangeHook, CollectionBeforeOperationHook } from 'payload'

import type { User } from '../../src/payload-types.ts'
import { servicesOf } from '../../src/shared/services.ts'

const own = ['create', 'update', 'updateByID']

/**
 * Keeps Payload's own PBKDF2 away from passwords. Its operations hash a password unless the collection
 * has no local strategy, so they get a config that says so, for this one call. `hashPassword` below
 * hashes instead. Sign-in and reset have no such switch: `endpoints/signIn.ts` replaces them
 * (docs/decisions/0021-passwords.md).
 *
 * @throws {Error} when code calls Payload's own sign-in or reset
 */
export const keepPayloadFromHashing: CollectionBeforeOperationHook<'users'> = ({
  args,
  operation,
}) => {
  if (operation === 'login' || operation === 'resetPassword') {
    throw new Error(`Payload's ${operation} knows no argon2id. endpoints/signIn.ts replaces it.`)
  }
  if (!own.includes(operation)) return args
  const { collection } = args as { collection: Collection }
  const auth = { ...collection.config.auth, disableLocalStrategy: true as const }
  const config = { ...collection.config, auth }
  return { ...args, collection: { ...collection, config } }
}

/** The sessions that go on after a new password: the one in which the user has set it. */
const remainingSessions = (user: User, sessionId: string | undefined) =>
  user.sessions?.filter(({ id }) => id === sessionId) ?? []

/** Hashes a new password. A trigger then revokes the tokens of apps. */
export const hashPassword: CollectionBeforeChangeHook<User> = async ({
  data,
  originalDoc,
  operation,
  req,
}) => {
  const { password, ...rest } = data
  if (!password) return rest
  const hash = await servicesOf(req.payload).hashingPool.hash(password)
  const changed = { ...rest, hash, salt: null }
  if (operation === 'create' || !originalDoc) return changed
  const { _sid: session } = (req.user ?? {}) as { _sid?: string }
  return { ...changed, sessions: remainingSessions(originalDoc, session) }
}
