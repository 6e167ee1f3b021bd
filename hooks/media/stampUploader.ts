import type { CollectionBeforeChangeHook } from 'payload'

import type { Media } from '../../src/payload-types.ts'

/** Whoever uploads an image owns it. */
export const stampUploader: CollectionBeforeChangeHook<Media> = ({ data, operation, req }) =>
  operation === 'create' && req.user ? { ...data, createdBy: req.user.id } : data
