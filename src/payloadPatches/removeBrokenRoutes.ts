import type { Endpoint, SanitizedCollectionConfig, SanitizedConfig } from 'payload'

/**
 * Payload gives every collection the routes of versions, and every one with sign-in those of
 * verification, whether or not it has such things. Asked, they fail with an error of the server.
 */
const isDead = ({ auth, versions }: SanitizedCollectionConfig, { path }: Omit<Endpoint, 'root'>) =>
  // eslint-disable-next-line @typescript-eslint/no-unnecessary-condition -- nor has each its `auth`
  (path.startsWith('/versions') && !versions) || (path.startsWith('/verify') && !auth?.verify)

/** The config without the routes that can only fail: they are 404 as any that does not exist. */
export function removeBrokenRoutes(config: SanitizedConfig): SanitizedConfig {
  for (const collection of config.collections) {
    if (!collection.endpoints) continue
    collection.endpoints = collection.endpoints.filter((endpoint) => !isDead(collection, endpoint))
  }
  return config
}
