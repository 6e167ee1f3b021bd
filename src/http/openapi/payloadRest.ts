import type { Endpoint, SanitizedCollectionConfig, SanitizedConfig } from 'payload'

import { publicCollections, schemaName } from './payloadSchemas.ts'

type Json = Record<string, unknown>

const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` })
const json = (schema: Json) => ({ 'application/json': { schema } })
const object = (properties: Json): Json => ({ type: 'object', properties })
const list = (items: Json) => ({ type: 'array', items })

const page = (items: Json) =>
  object({
    docs: list(items),
    totalDocs: { type: 'integer' },
    totalPages: { type: 'integer' },
    page: { type: ['integer', 'null'] },
    limit: { type: 'integer' },
    hasNextPage: { type: 'boolean' },
    hasPrevPage: { type: 'boolean' },
    nextPage: { type: ['integer', 'null'] },
    prevPage: { type: ['integer', 'null'] },
  })

interface Known {
  summary: string
  /** Whether it is a custom endpoint, whose errors are the contract's. */
  contractual?: boolean
  body?: Json
  answer?: Json
  status?: number
}

const payloadError = { description: 'Refused', content: json(ref('payload-errors')) }

const contractError = {
  description: 'Refused',
  content: {
    ...json({ anyOf: [ref('Detail'), ref('CodedDetail'), ref('Invalid'), ref('Failure')] }),
    'application/problem+json': { schema: ref('Problem') },
  },
}

const credentials = object({
  username: { type: 'string' },
  email: { type: 'string' },
  password: { type: 'string' },
})

/** What Payload's own routes take and answer, by method and path below the collection. */
const known = (document: Json): Record<string, Known> => ({
  'get /': { summary: 'A page of documents', answer: page(document) },
  'post /': {
    summary: 'Creates a document',
    body: document,
    answer: object({ doc: document, message: { type: 'string' } }),
    status: 201,
  },
  'patch /': { summary: 'Changes the documents that `where` matches', body: document },
  'delete /': { summary: 'Deletes the documents that `where` matches' },
  'get /:id': { summary: 'One document', answer: document },
  'patch /:id': {
    summary: 'Changes a document',
    body: document,
    answer: object({ doc: document, message: { type: 'string' } }),
  },
  'delete /:id': { summary: 'Deletes a document' },
  'get /count': { summary: 'How many match', answer: object({ totalDocs: { type: 'integer' } }) },
  'get /versions': { summary: 'A page of versions', answer: page({ type: 'object' }) },
  'get /versions/:id': { summary: 'One version', answer: { type: 'object' } },
  'post /versions/:id': { summary: 'Restores a version' },
  'post /login': {
    summary: 'Signs in with a session of the panel',
    body: credentials,
    // Payload leaves a date of the user out here, so that this is no document of the collection.
    answer: object({
      token: { type: 'string' },
      exp: { type: 'integer' },
      user: { type: 'object' },
    }),
  },
  'post /:id/register': {
    summary: 'As POST /api/v1/events/{id}/register/',
    contractual: true,
    body: ref('Party'),
    answer: { anyOf: [ref('Registered'), ref('Waitlisted')] },
  },
  'delete /:id/register': {
    summary: 'As DELETE /api/v1/events/{id}/register/',
    contractual: true,
    status: 204,
  },
})

/** The custom endpoints beside the collections, by method and path. */
const knownOwn: Record<string, Known> = {
  'post /jobs/:id/retry': {
    summary: 'Has a background job that failed for good tried again. For staff.',
    contractual: true,
    status: 204,
  },
  'delete /jobs/:id': {
    summary: 'Gives a background job up that failed for good. For staff.',
    contractual: true,
    status: 204,
  },
}

const query = (name: string, description: string, schema: Json = { type: 'string' }) => ({
  name,
  in: 'query',
  description,
  schema,
})

const readingParameters = [
  query('depth', 'How far relationships are filled in', { type: 'integer', minimum: 0 }),
  query('select', 'Which fields to answer, as select[title]=true'),
]

const listParameters = [
  query('where', "A filter in Payload's own query language, as where[status][equals]=published"),
  query('sort', 'A field, with a minus for descending'),
  query('limit', 'Documents a page', { type: 'integer', minimum: 1 }),
  query('page', 'The page', { type: 'integer', minimum: 1 }),
  ...readingParameters,
]

/** `/:id?` is two paths in one; the document has the one with the parameter. */
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

function operation(slug: string, endpoint: Omit<Endpoint, 'handler'>, found: Known | undefined) {
  const { method, path } = endpoint
  const words = `${method} ${slug} ${path}`.match(/[a-z]+/gi)!
  const success = {
    description: 'Done',
    ...(found?.answer ? { content: json(found.answer) } : {}),
  }
  return {
    operationId: `payload-${words.join('-')}`,
    summary: found?.summary ?? `Payload's own ${method.toUpperCase()} ${path}`,
    tags: [`Payload: ${slug}`],
    security: [{}, { bearer: [] }],
    parameters: [...pathParameters(path), ...queryParameters(endpoint as Endpoint)],
    ...(found?.body ? { requestBody: { content: json(found.body) } } : {}),
    responses: {
      [found?.status ?? 200]: success,
      default: found?.contractual ? contractError : payloadError,
    },
  }
}

function collectionPaths({ endpoints, slug }: SanitizedCollectionConfig) {
  const kinds = known(ref(schemaName(slug)))
  return (endpoints || []).map((endpoint) => ({
    path: `/api/${slug}${openApiPath(endpoint.path)}`,
    method: endpoint.method,
    operation: operation(slug, endpoint, kinds[`${endpoint.method} ${endpoint.path}`]),
  }))
}

const ownPaths = (config: SanitizedConfig) =>
  config.endpoints.map((endpoint) => ({
    path: `/api${openApiPath(endpoint.path)}`,
    method: endpoint.method,
    operation: operation('platform', endpoint, knownOwn[`${endpoint.method} ${endpoint.path}`]),
  }))

const graphql = {
  path: '/api/graphql',
  method: 'post',
  operation: {
    operationId: 'graphql',
    summary: 'GraphQL over the same collections, with the same access',
    tags: ['GraphQL'],
    security: [{}, { bearer: [] }],
    parameters: [],
    requestBody: {
      required: true,
      content: json({
        ...object({ query: { type: 'string' }, variables: { type: 'object' } }),
        required: ['query'],
      }),
    },
    responses: {
      200: { description: 'Done', content: json({ type: 'object' }) },
      default: { description: 'Refused' },
    },
  },
}

const probe = (name: string, summary: string, statuses: Record<number, string>) => ({
  path: `/api/health/${name}`,
  method: 'get',
  operation: {
    operationId: `health-${name}`,
    summary,
    tags: ['Health'],
    security: [],
    parameters: [],
    responses: Object.fromEntries(
      Object.entries(statuses).map(([status, word]) => {
        const answer = object({ status: { type: 'string', const: word } })
        return [status, { description: word, content: json({ ...answer, required: ['status'] }) }]
      }),
    ),
  },
})

/** What orchestrators and load balancers ask. */
const probes = [
  probe('live', 'Whether the process works; if not, start it anew', { 200: 'live' }),
  probe(
    'ready',
    'Whether to send requests: the database answers and is migrated, and no stop is near',
    {
      200: 'ready',
      503: 'not ready',
    },
  ),
]

/** The paths of Payload's auto REST, of the custom endpoints, of the probes and of GraphQL, from the config itself. */
export function payloadPaths(config: SanitizedConfig): Record<string, Json> {
  const paths: Record<string, Json> = {}
  const all = [
    ...publicCollections(config).flatMap(collectionPaths),
    ...ownPaths(config),
    ...probes,
    graphql,
  ]
  for (const { method, operation: one, path } of all) {
    paths[path] = { ...paths[path], [method]: one }
  }
  return paths
}
