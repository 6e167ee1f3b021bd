import { type CollectionBeforeOperationHook, Forbidden } from 'payload'

/**
 * Refuses to renew a session that does not exist. An app's token has no panel session, and for a user
 * who was just deleted Payload would fail with a server error.
 */
export const refuseSessionless: CollectionBeforeOperationHook<'users'> = ({
  args,
  operation,
  req,
}) => {
  const { _sid: session } = (req.user ?? {}) as { _sid?: string }
  if (operation === 'refresh' && session === undefined) throw new Forbidden(req.t)
  return args
}
