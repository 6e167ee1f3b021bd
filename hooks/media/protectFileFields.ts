import type { CollectionBeforeOperationHook } from 'payload'

const facts = ['filesize', 'height', 'mimeType', 'prefix', 'thumbnailURL', 'width'] as const

/** What a file is and where it lies is for the server to find out, whatever a client says of it. */
export const protectFileFields: CollectionBeforeOperationHook<'media'> = ({
  args,
  overrideAccess,
}) => {
  const { data } = args as { data?: Record<string, unknown> }
  if (overrideAccess || !data) return
  for (const fact of facts) delete data[fact]
}
