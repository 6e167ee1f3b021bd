import { matchesIfNoneMatch } from '../../http/conditionalRequests.ts'
import type { ReadResponse } from '../../http/responseCache/cacheableRead.ts'
import { defineRoute, type HttpRequest, type Reply } from '../../http/route.ts'
import { readAppPayload } from './appPayload.ts'
import { flagStream } from './flagStream.ts'
import {
  bulkReply,
  evaluateFlag,
  evaluateFlags,
  ofrepErrorStatuses,
  showOfrepError,
} from './ofrep.ts'
import {
  BulkEvaluationSchema,
  ClientKeyParams,
  EvaluationFailureSchema,
  EvaluationRequestSchema,
  EvaluationSchema,
  FeaturesSchema,
  FeatureStreamSchema,
  FlagKeyParams,
} from './schemas.ts'

const tag = 'Feature flags'

const payloadResponses = {
  200: {
    description: 'GrowthBook’s SDK payload',
    schema: FeaturesSchema,
    headers: ['ETag', 'X-SSE-Support'],
  },
  304: { description: 'The client has this version already' },
}

/** Serves callers whom the response cache does not serve. */
function payloadReply({ body, headers = [], tag }: ReadResponse, http: HttpRequest): Reply {
  const own = { ETag: tag, 'Cache-Control': 'private, no-cache', [headers[0]!]: headers[1]! }
  if (matchesIfNoneMatch(http.headers['if-none-match'], tag)) return { status: 304, headers: own }
  return { status: 200, body: JSON.parse(body) as object, headers: own }
}

const features = defineRoute({
  method: 'get',
  path: '/features/',
  operationId: 'readFeatures',
  summary: 'Reads the flags for apps, for GrowthBook’s SDKs to evaluate',
  description:
    'Rules for roles and for single users are not in it: only the server evaluates them (OFREP). It changes ' +
    'when staff change a flag, and when a schedule begins or ends.',
  tag,
  audience: 'ignores-sign-in',
  responses: payloadResponses,
  errors: [],
  handle: ({ payload }) => readAppPayload(payload),
  reply: payloadReply,
})

const featuresOfKey = defineRoute({
  method: 'get',
  path: '/features/{client_key}',
  operationId: 'readFeaturesOfClient',
  summary: 'Reads the same under the path that GrowthBook’s clients call',
  description:
    'Configure the clients with the origin of this server as `apiHost`: they call `/api/features/{client_key}`.',
  tag,
  audience: 'ignores-sign-in',
  params: ClientKeyParams,
  responses: payloadResponses,
  errors: [404],
  handle: ({ payload }) => readAppPayload(payload),
  reply: payloadReply,
})

const stream = defineRoute({
  method: 'get',
  path: '/sub/{client_key}',
  isAtRoot: true,
  operationId: 'watchFeatures',
  summary: 'Streams that flags for apps have changed',
  description:
    'Server-sent events, when a client connects and at each change: `features-updated` for GrowthBook’s ' +
    'clients, and a `message` with `{"type": "refetchEvaluation"}` for those of OpenFeature. Load the flags then.',
  tag,
  audience: 'ignores-sign-in',
  isStream: true,
  params: ClientKeyParams,
  responses: {
    200: { description: 'The stream', schema: FeatureStreamSchema, type: 'text/event-stream' },
  },
  errors: [404, 503],
  handle: async ({ http, payload }) => {
    const lastId = http.headers['last-event-id']
    return flagStream(payload, http.clientAddress, typeof lastId === 'string' ? lastId : undefined)
  },
  reply: (events) => ({ status: 200, events }),
})

const evaluateOne = defineRoute({
  method: 'post',
  path: '/ofrep/v1/evaluate/flags/{key}',
  isAtRoot: true,
  operationId: 'evaluateFlag',
  summary: 'Evaluates a flag for apps (OpenFeature Remote Evaluation Protocol)',
  description:
    'Errors have the form of OFREP: `PARSE_ERROR`, `INVALID_CONTEXT` and `TARGETING_KEY_MISSING` are 400, ' +
    '`FLAG_NOT_FOUND` is 404.',
  tag,
  audience: 'anyone',
  params: FlagKeyParams,
  body: EvaluationRequestSchema,
  responses: { 200: { description: 'The value of the flag', schema: EvaluationSchema } },
  failure: { statuses: [...ofrepErrorStatuses, 404], schema: EvaluationFailureSchema },
  errors: [404, 409, 422],
  showError: showOfrepError,
  handle: ({ body, params, payload, user }) => evaluateFlag(payload, params.key, body, user),
  reply: (outcome) => outcome,
})

const evaluateAll = defineRoute({
  method: 'post',
  path: '/ofrep/v1/evaluate/flags',
  isAtRoot: true,
  operationId: 'evaluateFlags',
  summary: 'Evaluates all flags for apps (OpenFeature Remote Evaluation Protocol)',
  description:
    'Send the `ETag` of the last response as `If-None-Match` to poll: it answers 304 while nothing has changed.',
  tag,
  audience: 'anyone',
  body: EvaluationRequestSchema,
  responses: {
    200: {
      description: 'The values of all flags',
      schema: BulkEvaluationSchema,
      headers: ['ETag'],
    },
    304: { description: 'The client has these values already' },
  },
  failure: { statuses: ofrepErrorStatuses, schema: EvaluationFailureSchema },
  errors: [409, 422],
  showError: showOfrepError,
  handle: ({ body, payload, user }) => evaluateFlags(payload, body, user),
  reply: bulkReply,
})

export const flagRoutes = [features, featuresOfKey, stream, evaluateOne, evaluateAll]
