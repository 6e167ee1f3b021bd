import type { CollectionBeforeOperationHook } from 'payload'

const fileFields = ['filesize', 'height', 'mimeType', 'prefix', 'thumbnailURL', 'width'] as const

/** Ignores a client's values for the kind, size and place of a file: the server reads them itself. */
export const protectFileFields: CollectionBeforeOperationHook<'media'> = ({
  args,
  overrideAccess,
}) => {
  const { data } = args as { data?: Record<string, unknown> }
  if (overrideAccess || !data) return
  for (const field of fileFields) delete data[field]
}
