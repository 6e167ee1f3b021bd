export type Json = Record<string, unknown>

export const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` })
export const json = (schema: Json) => ({ 'application/json': { schema } })
export const object = (properties: Json, required?: string[]): Json => ({
  type: 'object',
  properties,
  ...(required ? { required } : {}),
})
const list = (items: Json) => ({ type: 'array', items })

const text = { type: 'string' }
const integer = { type: 'integer' }
const anyObject = { type: 'object', additionalProperties: true }
const done = object({ message: text }, ['message'])

const page = (items: Json) =>
  object(
    {
      docs: list(items),
      totalDocs: integer,
      totalPages: integer,
      page: { type: ['integer', 'null'] },
      limit: integer,
      hasNextPage: { type: 'boolean' },
      hasPrevPage: { type: 'boolean' },
      nextPage: { type: ['integer', 'null'] },
      prevPage: { type: ['integer', 'null'] },
    },
    ['docs', 'totalDocs', 'totalPages', 'limit', 'hasNextPage', 'hasPrevPage'],
  )

export interface KnownRoute {
  summary: string
  /** Whether it is a custom endpoint with the errors of v1. */
  hasV1Errors?: boolean
  body?: Json
  /** The body as a form with a file, in which the fields of the document are JSON. */
  form?: Json
  response?: Json
  /** The content of the response when it is no JSON. */
  content?: Json
  status?: number
}

const identity = { username: text, email: { type: 'string', format: 'email' } }
const password = { type: 'string', format: 'password' }

/** A date of the user is missing in some of these responses, so the schema of the collection does not fit. */
const session = object({ message: text, token: text, exp: integer, user: anyObject })

const changed = (document: Json) => object({ doc: document, message: text }, ['doc', 'message'])

const changedMany = (document: Json) =>
  object(
    {
      docs: list(document),
      errors: list(object({ id: { type: ['integer', 'string'] }, message: text })),
      message: text,
    },
    ['docs', 'errors'],
  )

const fileForm = (required: string[]) =>
  object(
    {
      file: {
        type: 'string',
        contentMediaType: 'application/octet-stream',
        description: 'The picture',
      },
      _payload: {
        type: 'string',
        contentMediaType: 'application/json',
        description: 'The fields of the document as JSON, such as {"alt": "A robot"}',
      },
    },
    required,
  )

/** The routes of documents. */
const documentRoutes = (document: Json): Record<string, KnownRoute> => ({
  'get /': { summary: 'Finds a page of documents', response: page(document) },
  'post /': {
    summary: 'Creates a document',
    body: document,
    response: changed(document),
    status: 201,
  },
  'patch /': {
    summary: 'Changes the documents that `where` matches',
    body: document,
    response: changedMany(document),
  },
  'delete /': {
    summary: 'Deletes the documents that `where` matches',
    response: changedMany(document),
  },
  'get /:id': { summary: 'Finds one document', response: document },
  'patch /:id': { summary: 'Changes a document', body: document, response: changed(document) },
  'delete /:id': { summary: 'Deletes a document', response: changed(document) },
  'post /:id/duplicate': {
    summary: 'Creates a copy of a document',
    body: document,
    response: changed(document),
  },
  'get /count': {
    summary: 'Counts the documents that match',
    response: object({ totalDocs: integer }, ['totalDocs']),
  },
  'get /versions': {
    summary:
      'Finds a page of versions; one version is at `/versions/{id}`, and a POST there restores it',
    response: page(anyObject),
  },
})

/** The routes of sign-in and passwords. */
const accountRoutes: Record<string, KnownRoute> = {
  'post /login': {
    summary: 'Signs in to a session of the panel',
    body: object({ ...identity, password }, ['password']),
    response: session,
  },
  'post /logout': { summary: 'Ends the session of the panel', response: done },
  'post /refresh-token': {
    summary: 'Renews the session of the panel',
    response: object({ message: text, refreshedToken: text, exp: integer, user: anyObject }),
  },
  'get /me': {
    summary: 'Finds the account of the caller; `user` is null without one',
    response: object({
      user: { anyOf: [anyObject, { type: 'null' }] },
      message: text,
      collection: text,
      strategy: text,
      token: text,
      exp: integer,
    }),
  },
  'get /init': {
    summary: 'Whether any account exists',
    response: object({ initialized: { type: 'boolean' } }, ['initialized']),
  },
  'post /first-register': {
    summary: 'Creates the first account; refused when one exists',
    body: object({ ...identity, password }, ['email', 'password']),
    response: session,
  },
  'post /forgot-password': {
    summary: 'Emails a link for setting a new password, if the account exists',
    body: object(identity),
    response: done,
  },
  'post /reset-password': {
    summary: 'Sets a new password with the token of an emailed link',
    body: object({ token: text, password }, ['token', 'password']),
    response: object({ message: text, token: text, user: anyObject }),
  },
  'post /unlock': {
    summary:
      'Has no effect: nothing locks an account, and limits of sign-in end by themselves. For admins.',
    body: object(identity),
    response: done,
  },
}

const registrationRoutes: Record<string, KnownRoute> = {
  'post /:id/register': {
    summary: 'As POST /api/v1/events/{id}/register/',
    hasV1Errors: true,
    body: ref('Party'),
    response: { anyOf: [ref('Registered'), ref('Waitlisted')] },
  },
  'patch /:id/register': {
    summary: 'As PATCH /api/v1/events/{id}/register/',
    hasV1Errors: true,
    body: ref('PartySize'),
    response: ref('Resized'),
  },
  'delete /:id/register': {
    summary: 'As DELETE /api/v1/events/{id}/register/',
    hasV1Errors: true,
    status: 204,
  },
}

const repetitionRoutes: Record<string, KnownRoute> = {
  'get /:id/repeat': {
    summary: 'The events that `rrule` would make from an event on; nothing is changed',
    response: object({ text, starts: list(text), isEndless: { type: 'boolean' } }),
  },
  'post /:id/repeat': {
    summary: 'As POST /api/v1/events/{id}/repeat/',
    body: ref('Repetition'),
    response: ref('Repeated'),
    status: 201,
  },
  'patch /:id/repeat': {
    summary: 'As PATCH /api/v1/events/{id}/repeat/',
    body: ref('Repetition'),
    response: ref('Repeated'),
  },
}

/** The page of an endpoint of webhooks in the panel. The contract has the same for apps. */
const webhookRoutes: Record<string, KnownRoute> = {
  'get /:id/secret': {
    summary: 'Whether the signing secret was shown, and until when older ones sign. For staff.',
    hasV1Errors: true,
    response: object({
      isUnshown: { type: 'boolean' },
      createdAt: text,
      overlapUntil: { type: ['string', 'null'] },
    }),
  },
  'post /:id/secret': {
    summary: 'Shows the signing secret, for the first and only time. For staff.',
    hasV1Errors: true,
    response: object({ secret: text }, ['secret']),
  },
  'post /:id/rotate': {
    summary: 'As POST /api/v1/webhooks/{id}/rotate/',
    hasV1Errors: true,
    response: object({ secret: text }, ['secret']),
  },
  'post /:id/test': {
    summary: 'As POST /api/v1/webhooks/{id}/test/',
    hasV1Errors: true,
    response: anyObject,
    status: 202,
  },
  'get /:id/deliveries': {
    summary: 'As GET /api/v1/webhooks/{id}/deliveries/',
    hasV1Errors: true,
    response: object({ count: integer, pages: integer, rows: list(anyObject) }),
  },
  'get /:id/deliveries/:delivery': {
    summary: 'A delivery with its payload and response. For staff.',
    hasV1Errors: true,
    response: anyObject,
  },
  'post /:id/deliveries/:delivery/retry': {
    summary: 'As POST /api/v1/webhooks/{id}/deliveries/{delivery}/retry/',
    hasV1Errors: true,
    response: anyObject,
    status: 202,
  },
}

/** Pages of a feature flag in the panel. */
const flagRoutes: Record<string, KnownRoute> = {
  'post /:id/try': {
    summary: 'What somebody would get from a flag, and why. For staff.',
    hasV1Errors: true,
    body: object({
      user: text,
      role: text,
      id: text,
      country: text,
      app_version: text,
      tags: list(text),
    }),
    response: anyObject,
  },
  'get /:id/changes': {
    summary: 'The history of a flag, the latest change first. For staff.',
    hasV1Errors: true,
    response: object({ count: integer, pages: integer, rows: list(anyObject) }),
  },
}

/** What is different in a collection of files: a file comes in a form. */
const fileRoutes = (document: Json, mimeTypes: string[]): Record<string, KnownRoute> => ({
  'post /': {
    summary: 'Uploads a picture',
    form: fileForm(['file', '_payload']),
    response: changed(document),
    status: 201,
  },
  'patch /:id': {
    summary: 'Changes a document, or replaces its picture',
    body: document,
    form: fileForm([]),
    response: changed(document),
  },
  'post /direct-uploads': {
    summary: 'Signs an address in the bucket to which the caller may send one file',
    body: object(
      { filename: text, filesize: integer, mimeType: { enum: mimeTypes }, sha256: text },
      ['filename', 'filesize', 'mimeType', 'sha256'],
    ),
    response: object(
      { method: text, url: text, headers: anyObject, expiresIn: integer, file: text },
      ['method', 'url', 'headers', 'expiresIn', 'file'],
    ),
    status: 201,
  },
  'get /file/:filename': {
    summary: 'Reads a file; a range of its bytes is 206',
    content: Object.fromEntries(
      mimeTypes.map((type) => [type, { schema: { type: 'string', contentMediaType: type } }]),
    ),
  },
})

/**
 * The routes below a collection, by method and path.
 *
 * @param mimeTypes of its files; undefined for a collection without files
 */
export const collectionRoutes = (
  document: Json,
  mimeTypes: string[] | undefined,
): Record<string, KnownRoute> => ({
  ...documentRoutes(document),
  ...accountRoutes,
  ...registrationRoutes,
  ...repetitionRoutes,
  ...webhookRoutes,
  ...flagRoutes,
  ...(mimeTypes ? fileRoutes(document, mimeTypes) : {}),
})

const found = list(object({ url: text, title: text, detail: text }, ['url', 'title', 'detail']))

/** The custom endpoints outside the collections, by method and path. */
export const platformRoutes: Record<string, KnownRoute> = {
  'get /health': {
    summary: 'As GET /api/v1/health/',
    response: ref('Healthy'),
  },
  'get /access': {
    summary: 'What the caller may do with each collection and each field',
    response: anyObject,
  },
  'get /panel/search': {
    summary: 'Finds events, people and registrations with a text (`q`). For staff.',
    hasV1Errors: true,
    response: object({ events: found, people: found, registrations: found }, [
      'events',
      'people',
      'registrations',
    ]),
  },
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
