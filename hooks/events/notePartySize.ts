import type { CollectionBeforeOperationHook } from 'payload'

/**
 * Notes whether a client sends the maximum group size. Only then it is compared with the capacity: a
 * caller who lowers the capacity alone, as v1 does, does not know the group size.
 */
export const notePartySize: CollectionBeforeOperationHook<'events'> = ({
  args,
  operation,
  overrideAccess,
  req,
}) => {
  const { data } = args as { data?: { maxPartySize?: unknown } }
  if (operation === 'create' || operation === 'update') {
    req.context.sendsPartySize = !overrideAccess && data?.maxPartySize !== undefined
  }
  return args
}
