import type { CollectionBeforeChangeHook } from 'payload'

import { checkOwnUploads } from '../../src/features/accounts/quotas.ts'
import type { Media } from '../../src/payload-types.ts'

const bytesOf = ({ filesize, sizes }: Partial<Media>) =>
  [{ filesize }, ...Object.values(sizes ?? {})].reduce((sum, file) => sum + (file.filesize ?? 0), 0)

/** Limits the space of an attendee's pictures. It runs before the files are stored. */
export const limitOwnUploads: CollectionBeforeChangeHook<Media> = async ({
  data,
  operation,
  originalDoc,
  req,
}) => {
  if (operation === 'create') await checkOwnUploads(req, bytesOf(data))
  else if (req.file) await checkOwnUploads(req, bytesOf(data), originalDoc?.id)
  return data
}
