import type { CollectionBeforeOperationHook } from 'payload'

/**
 * Checks that the caller may read a version before it is restored. Payload looks the version up before it
 * checks access, so its responses would reveal which versions of other people's drafts exist.
 */
export const checkVersion: CollectionBeforeOperationHook<'events'> = async ({
  args,
  operation,
  overrideAccess,
  req,
}) => {
  if (operation !== 'restoreVersion' || overrideAccess) return args
  const { id } = args as { id: string }
  await req.payload.findVersionByID({
    collection: 'events',
    id,
    depth: 0,
    overrideAccess: false,
    req,
  })
  return args
}
