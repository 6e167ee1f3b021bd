export type Json = Record<string, unknown>

export const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` })
export const json = (schema: Json) => ({ 'application/json': { schema } })
export const object = (properties: Json): Json => ({ type: 'object', properties })
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

export interface KnownRoute {
  summary: string
  /** Whether it is a custom endpoint with the errors of v1. */
  hasV1Errors?: boolean
  body?: Json
  response?: Json
  status?: number
}

const credentials = object({
  username: { type: 'string' },
  email: { type: 'string' },
  password: { type: 'string' },
})

/** The routes below a collection, by method and path. */
export const collectionRoutes = (document: Json): Record<string, KnownRoute> => ({
  'get /': { summary: 'A page of documents', response: page(document) },
  'post /': {
    summary: 'Creates a document',
    body: document,
    response: object({ doc: document, message: { type: 'string' } }),
    status: 201,
  },
  'patch /': { summary: 'Changes the documents that `where` matches', body: document },
  'delete /': { summary: 'Deletes the documents that `where` matches' },
  'get /:id': { summary: 'One document', response: document },
  'patch /:id': {
    summary: 'Changes a document',
    body: document,
    response: object({ doc: document, message: { type: 'string' } }),
  },
  'delete /:id': { summary: 'Deletes a document' },
  'get /count': {
    summary: 'The number of documents that match',
    response: object({ totalDocs: { type: 'integer' } }),
  },
  'get /versions': { summary: 'A page of versions', response: page({ type: 'object' }) },
  'get /versions/:id': { summary: 'One version', response: { type: 'object' } },
  'post /versions/:id': { summary: 'Restores a version' },
  'post /login': {
    summary: 'Signs in to a session of the panel',
    body: credentials,
    // Payload omits a date of the user here, so the schema of the collection does not fit.
    response: object({
      token: { type: 'string' },
      exp: { type: 'integer' },
      user: { type: 'object' },
    }),
  },
  'post /:id/register': {
    summary: 'As POST /api/v1/events/{id}/register/',
    hasV1Errors: true,
    body: ref('Party'),
    response: { anyOf: [ref('Registered'), ref('Waitlisted')] },
  },
  'delete /:id/register': {
    summary: 'As DELETE /api/v1/events/{id}/register/',
    hasV1Errors: true,
    status: 204,
  },
})

/** The custom endpoints outside the collections, by method and path. */
export const platformRoutes: Record<string, KnownRoute> = {
  'post /jobs/:id/retry': {
    summary: 'Retries a background job that has failed permanently. For staff.',
    hasV1Errors: true,
    status: 204,
  },
  'delete /jobs/:id': {
    summary: 'Discards a background job that has failed permanently. For staff.',
    hasV1Errors: true,
    status: 204,
  },
}
