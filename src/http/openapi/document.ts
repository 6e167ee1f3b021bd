import type { SanitizedConfig } from 'payload'

import type { Route } from '../route.ts'
import { payloadPaths } from './payloadRest.ts'
import { payloadSchemas } from './payloadSchemas.ts'
import { v1Document } from './v1.ts'

/**
 * The OpenAPI 3.1 document of every surface that apps use: the contract from the schemas that check
 * its requests, the rest from Payload's own configuration.
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
