import type { Endpoint, SanitizedCollectionConfig, SanitizedConfig } from 'payload'

import { graphql, probes } from './otherPaths.ts'
import {
  collectionRoutes,
  type Json,
  json,
  type KnownRoute,
  platformRoutes,
  ref,
} from './payloadRoutes.ts'
import { publicCollections, schemaName } from './payloadSchemas.ts'

const payloadError = { description: 'Refused', content: json(ref('payload-errors')) }

const v1Error = {
  description: 'Refused',
  content: {
    ...json({ anyOf: [ref('Detail'), ref('CodedDetail'), ref('Invalid'), ref('Failure')] }),
    'application/problem+json': { schema: ref('Problem') },
  },
}

const query = (name: string, description: string, schema: Json = { type: 'string' }) => ({
  name,
  in: 'query',
  description,
  schema,
})

const readingParameters = [
  query('depth', 'How many levels of related documents are included', {
    type: 'integer',
    minimum: 0,
  }),
  query('select', 'The fields of the response, such as select[title]=true'),
]

const listParameters = [
  query(
    'where',
    "A filter in Payload's own query language, such as where[status][equals]=published",
  ),
  query('sort', 'A field, with a minus sign for descending order'),
  query('limit', 'Documents a page', { type: 'integer', minimum: 1 }),
  query('page', 'The page', { type: 'integer', minimum: 1 }),
  ...readingParameters,
]

/** `/:id?` stands for two paths. The document has the path with the parameter. */
const openApiPath = (path: string) => path.replace(/:(\w+)\??/g, '{$1}').replace(/\/$/, '')

const pathParameters = (path: string) =>
  [...path.matchAll(/:(\w+)/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }))

const queryParameters = ({ method, path }: Endpoint) => {
  const many = path === '/' && method !== 'post'
  if (many || path === '/count' || path === '/versions') return listParameters
  return method === 'get' && path === '/:id' ? readingParameters : []
}

function operation(
  slug: string,
  endpoint: Omit<Endpoint, 'handler'>,
  found: KnownRoute | undefined,
) {
  const { method, path } = endpoint
  const name = `${method} ${slug} ${path}`.match(/[a-z]+/gi)!
  const success = {
    description: 'Done',
    ...(found?.response ? { content: json(found.response) } : {}),
  }
  return {
    operationId: `payload-${name.join('-')}`,
    summary: found?.summary ?? `Payload's own ${method.toUpperCase()} ${path}`,
    tags: [`Payload: ${slug}`],
    security: [{}, { bearer: [] }],
    parameters: [...pathParameters(path), ...queryParameters(endpoint as Endpoint)],
    ...(found?.body ? { requestBody: { content: json(found.body) } } : {}),
    responses: {
      [found?.status ?? 200]: success,
      default: found?.hasV1Errors ? v1Error : payloadError,
    },
  }
}

function collectionPaths({ endpoints, slug }: SanitizedCollectionConfig) {
  const known = collectionRoutes(ref(schemaName(slug)))
  return (endpoints || []).map((endpoint) => ({
    path: `/api/${slug}${openApiPath(endpoint.path)}`,
    method: endpoint.method,
    operation: operation(slug, endpoint, known[`${endpoint.method} ${endpoint.path}`]),
  }))
}

const platformPaths = (config: SanitizedConfig) =>
  config.endpoints.map((endpoint) => ({
    path: `/api${openApiPath(endpoint.path)}`,
    method: endpoint.method,
    operation: operation(
      'platform',
      endpoint,
      platformRoutes[`${endpoint.method} ${endpoint.path}`],
    ),
  }))

/** The paths of Payload's REST, the custom endpoints, the probes and GraphQL, from Payload's config. */
export function payloadPaths(config: SanitizedConfig): Record<string, Json> {
  const paths: Record<string, Json> = {}
  const all = [
    ...publicCollections(config).flatMap(collectionPaths),
    ...platformPaths(config),
    ...probes,
    graphql,
  ]
  for (const { method, operation: one, path } of all) {
    paths[path] = { ...paths[path], [method]: one }
  }
  return paths
}
