import type { Endpoint, SanitizedCollectionConfig, SanitizedConfig } from 'payload'

/** Whether a route needs versions or email verification in a collection that has none. */
const isBroken = (
  { auth, versions }: SanitizedCollectionConfig,
  { path }: Omit<Endpoint, 'root'>,
) =>
  // eslint-disable-next-line @typescript-eslint/no-unnecessary-condition -- some collections have no `auth`, although the type says so
  (path.startsWith('/versions') && !versions) || (path.startsWith('/verify') && !auth?.verify)

/**
 * Upstream: Payload gives every collection the routes of versions, and every collection with sign-in the
 * routes of email verification, also when these features are off. Such a route answers with 500.
 *
 * This patch removes the routes, so that they answer with 404.
 *
 * To see whether it can go, remove it and run tests/openapi/hostile.test.ts.
 */
export function removeBrokenRoutes(config: SanitizedConfig): SanitizedConfig {
  for (const collection of config.collections) {
    if (!collection.endpoints) continue
    collection.endpoints = collection.endpoints.filter(
      (endpoint) => !isBroken(collection, endpoint),
    )
  }
  return config
}
