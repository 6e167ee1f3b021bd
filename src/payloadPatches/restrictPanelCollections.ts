import { Forbidden, type SanitizedCollectionConfig, type SanitizedConfig } from 'payload'

import { isStaff } from '../shared/access/isStaff.ts'

function collectionOf(config: SanitizedConfig, slug: string): SanitizedCollectionConfig {
  const found = config.collections.find((collection) => collection.slug === slug)
  if (!found) throw new Error(`Payload has no collection ${slug} any more`)
  return found
}

/** Payload's routes for preferences check no access rule. */
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
 * Upstream: Payload lets every signed-in user read, take and break document locks, and store preferences
 * without a bound. There is no setting for either. payloadcms/payload#11624 added the check for a
 * sign-in, and #16906 (Payload 4) limits it to users of the panel.
 *
 * This patch lets only staff do so.
 *
 * To see whether it can go, remove it and run tests/accounts/accounts.test.ts.
 *
 * @throws {Error} when Payload renames these collections: without the patch they would be open again
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
