import type { SanitizedConfig } from 'payload'

import type { Route } from '../route.ts'
import { payloadPaths } from './payloadRest.ts'
import { payloadSchemas } from './payloadSchemas.ts'
import { v1Document } from './v1.ts'

/**
 * The OpenAPI 3.1 document of all surfaces for apps: v1 from the schemas that validate its requests, the
 * rest from Payload's config.
 */
export function openApiDocument(config: SanitizedConfig, routes: Route[]) {
  const v1 = v1Document(routes)
  return {
    ...v1,
    paths: { ...v1.paths, ...payloadPaths(config) },
    components: {
      ...v1.components,
      schemas: { ...v1.components?.schemas, ...payloadSchemas(config) },
    },
  }
}
