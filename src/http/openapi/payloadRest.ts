import type { Endpoint, SanitizedCollectionConfig, SanitizedConfig } from 'payload'

import { errorDescription } from './errors.ts'
import { graphql, probes } from './otherPaths.ts'
import { whereParameter } from './payloadFilters.ts'
import { operationName, platformOperationName, schemaName } from './payloadNames.ts'
import {
  collectionRoutes,
  type Json,
  json,
  type KnownRoute,
  platformRoutes,
  ref,
} from './payloadRoutes.ts'
import { errorsName, publicCollections } from './payloadSchemas.ts'

type Described = Omit<Endpoint, 'handler' | 'root'>

/** The groups of the operations, besides those of v1. */
export const restTag = (slug: string) => `REST: ${slug}`

const payloadError = json(ref(errorsName))

const v1Error = {
  ...json({ anyOf: [ref('Detail'), ref('CodedDetail'), ref('Invalid'), ref('Failure')] }),
  'application/problem+json': { schema: ref('Problem') },
}

const query = (name: string, description: string, schema: Json = { type: 'string' }): Json => ({
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
  {
    ...query('select', 'The fields of the response, such as `select[title]=true`', {
      type: 'object',
      additionalProperties: { type: 'boolean' },
    }),
    style: 'deepObject',
    explode: true,
  },
]

const listParameters = (slug: string) => [
  whereParameter(slug),
  query('sort', 'A field, with a minus sign for descending order'),
  query('limit', 'Documents a page', { type: 'integer', minimum: 1 }),
  query('page', 'The page', { type: 'integer', minimum: 1 }),
  ...readingParameters,
]

/**
 * Routes of the panel, whose paths cannot be told apart from others by a template: `/events/access/{id}`
 * and `/events/{id}/register`. Tools that read the document warn about such a pair.
 */
export const isAmbiguous = (path: string) => /^\/(access|versions)\/:id\??$/.test(path)

/** `/:id?` stands for two paths. The document has the path with the parameter. */
const openApiPath = (path: string) => path.replace(/:(\w+)\??/g, '{$1}').replace(/\/$/, '')

const pathParameters = (path: string) =>
  [...path.matchAll(/:(\w+)/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: name === 'id' ? 'integer' : 'string' },
  }))

const queryParameters = ({ method, path }: Described, slug: string) => {
  const many = path === '/' && method !== 'post'
  if (many || path === '/versions') return listParameters(slug)
  if (path === '/count') return [whereParameter(slug)]
  return method === 'get' && path === '/:id' ? readingParameters : []
}

/** The errors that a route can answer with. Payload's own can be of other statuses too. */
function errorResponses({ method, path }: Described, content: Json) {
  const statuses = [400, 401, 403, 429]
  if (path.includes(':')) statuses.push(404)
  if (method !== 'get') statuses.push(409, 413)
  if (path.startsWith('/file/')) statuses.push(416)
  const responses = statuses.map((status) => [
    status,
    {
      description: errorDescription(status),
      ...(status === 416 ? {} : { content }),
    },
  ])
  return {
    ...(Object.fromEntries(responses) as Json),
    default: { description: 'Another error', content },
  }
}

function requestBody({ body, form }: KnownRoute) {
  if (!body && !form) return {}
  const content = {
    ...(body ? json(body) : {}),
    ...(form ? { 'multipart/form-data': { schema: form } } : {}),
  }
  return { requestBody: { required: true, content } }
}

function operation(
  { id, slug, endpoint }: { id: string; slug: string; endpoint: Described },
  known: KnownRoute | undefined,
) {
  const { method, path } = endpoint
  const found = known ?? { summary: `Payload's own ${method.toUpperCase()} ${path}` }
  const content = found.content ?? (found.response && json(found.response))
  return {
    operationId: id,
    summary: found.summary,
    description: found.hasV1Errors
      ? 'With the errors of v1.'
      : "As in Payload's REST. The access rules of the collection decide on what the caller may read and change.",
    tags: [restTag(slug)],
    security: [{}, { bearer: [] }],
    parameters: [...pathParameters(path), ...queryParameters(endpoint, slug)],
    ...requestBody(found),
    responses: {
      [found.status ?? 200]: { description: 'Done', ...(content ? { content } : {}) },
      ...errorResponses(endpoint, found.hasV1Errors ? v1Error : payloadError),
    },
  }
}

function collectionPaths({ endpoints, slug, upload }: SanitizedCollectionConfig) {
  // eslint-disable-next-line @typescript-eslint/no-unnecessary-condition -- most collections have no files, although the type says so
  const mimeTypes = upload ? (upload.mimeTypes ?? ['*/*']) : undefined
  const known = collectionRoutes(ref(schemaName(slug)), mimeTypes)
  return (endpoints || [])
    .filter((endpoint) => !isAmbiguous(endpoint.path) && endpoint.custom?.isRemoved !== true)
    .map((endpoint) => {
      const { method, path } = endpoint
      const id = operationName(method, slug, path)
      return {
        path: `/api/${slug}${openApiPath(path)}`,
        method,
        operation: operation({ id, slug, endpoint }, known[`${method} ${path}`]),
      }
    })
}

const unhealthy = { 500: { description: 'The database is away', content: json(ref('Unhealthy')) } }

const platformPaths = (config: SanitizedConfig) =>
  config.endpoints.map((endpoint) => {
    const { method, path } = endpoint
    const id = platformOperationName(method, path)
    const made = operation({ id, slug: 'platform', endpoint }, platformRoutes[`${method} ${path}`])
    if (path === '/health') Object.assign(made.responses, unhealthy)
    return { path: `/api${openApiPath(path)}`, method, operation: made }
  })

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
