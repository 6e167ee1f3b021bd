import type { CollectionBeforeChangeHook } from 'payload'

import type { Media } from '../../src/payload-types.ts'

/** Makes the uploader the owner of an image. */
export const stampUploader: CollectionBeforeChangeHook<Media> = ({ data, operation, req }) =>
  operation === 'create' && req.user ? { ...data, createdBy: req.user.id } : data
