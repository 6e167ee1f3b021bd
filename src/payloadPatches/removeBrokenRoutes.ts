import {
  type Endpoint,
  NotFound,
  type SanitizedCollectionConfig,
  type SanitizedConfig,
} from 'payload'

/** Whether a route needs a feature that its collection does not have. */
function isBroken(
  { auth, upload, versions }: SanitizedCollectionConfig,
  { path }: Omit<Endpoint, 'root'>,
): boolean {
  if (path.startsWith('/versions')) return !versions
  // eslint-disable-next-line @typescript-eslint/no-unnecessary-condition -- some collections have no `auth`, although the type says so
  if (path.startsWith('/verify')) return !auth?.verify
  if (path.startsWith('/paste-url')) return typeof upload.pasteURL !== 'object'
  return false
}

/**
 * Upstream: Payload gives every collection the routes of versions, every collection with sign-in the
 * routes of email verification, and every collection of files a route that reads a file from an address,
 * also when these features are off. The first two answer with 500, the last one with 400.
 *
 * This patch makes them answer with 404. It does not take them out of the table: `/registrations/versions`
 * would then be the registration with the number "versions", which is a wrong number and no missing route.
 *
 * To see whether it can go, remove it and run tests/openapi/hostile.test.ts.
 */
export function removeBrokenRoutes(config: SanitizedConfig): SanitizedConfig {
  for (const collection of config.collections) {
    if (!collection.endpoints) continue
    collection.endpoints = collection.endpoints.map((endpoint) =>
      isBroken(collection, endpoint)
        ? {
            ...endpoint,
            custom: { ...endpoint.custom, isRemoved: true },
            handler: ({ t }) => {
              throw new NotFound(t)
            },
          }
        : endpoint,
    )
  }
  return config
}
