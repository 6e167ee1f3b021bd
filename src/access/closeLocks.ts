import type { SanitizedConfig } from 'payload'

import { isStaff } from './isStaff.ts'

const slug = 'payload-locked-documents'

/**
 * Leaves the panel's note of who edits what to those who use the panel. Payload lets every
 * signed-in user read it, and take or break locks with it, and has no setting for that.
 *
 * @throws {Error} when Payload keeps its locks elsewhere: they would be open again
 */
export function closeLocks(config: SanitizedConfig): SanitizedConfig {
  const locks = config.collections.find((collection) => collection.slug === slug)
  if (!locks) throw new Error(`Payload has no collection ${slug} any more`)
  Object.assign(locks.access, {
    create: isStaff,
    read: isStaff,
    update: isStaff,
    delete: isStaff,
  })
  return config
}
