import { Forbidden, type SanitizedCollectionConfig, type SanitizedConfig } from 'payload'

import { isStaff } from '../shared/access/isStaff.ts'

function collectionOf(config: SanitizedConfig, slug: string): SanitizedCollectionConfig {
  const found = config.collections.find((collection) => collection.slug === slug)
  if (!found) throw new Error(`Payload has no collection ${slug} any more`)
  return found
}

/** Its own routes for preferences ask no access rule at all. */
function guardRoutes(collection: SanitizedCollectionConfig) {
  if (!collection.endpoints) return
  collection.endpoints = collection.endpoints.map((endpoint) => ({
    ...endpoint,
    handler: (req) => {
      if (!isStaff({ req })) throw new Forbidden(req.t)
      return endpoint.handler(req)
    },
  }))
}

/**
 * Leaves what the panel notes for itself to those who use it: who edits what, and how each has
 * arranged their lists. Payload lets every signed-in user read, take and break the locks, and store
 * preferences without bound; it has no setting for either.
 *
 * @throws {Error} when Payload keeps them elsewhere: they would be open again
 */
export function restrictPanelCollections(config: SanitizedConfig): SanitizedConfig {
  const locks = collectionOf(config, 'payload-locked-documents')
  Object.assign(locks.access, {
    create: isStaff,
    read: isStaff,
    update: isStaff,
    delete: isStaff,
  })
  const preferences = collectionOf(config, 'payload-preferences')
  preferences.access.create = isStaff
  guardRoutes(preferences)
  return config
}
