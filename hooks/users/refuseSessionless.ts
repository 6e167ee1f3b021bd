import { type CollectionBeforeOperationHook, Forbidden } from 'payload'

/**
 * Only a session of the panel can be renewed. An app's token has none, and for a user who was
 * deleted a moment ago Payload would fail with an error of the server.
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
