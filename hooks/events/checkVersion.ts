import type { CollectionBeforeOperationHook } from 'payload'

/**
 * Restoring a version first asks whether the caller may read it. Payload looks for the version
 * before it asks anything: its answers would tell which versions of other people's drafts exist.
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
