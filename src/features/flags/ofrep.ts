import type { Payload } from 'payload'

import { entityTagOfBody, matchesIfNoneMatch } from '../../http/conditionalRequests.ts'
import type { ApiError } from '../../http/errors/toApiError.ts'
import type { HttpRequest, Reply } from '../../http/route.ts'
import type { Principal } from '../../shared/principal.ts'
import { servicesOf } from '../../shared/services.ts'
import { attributesFrom, targetingKeyOf } from './context.ts'
import type { FlagEvaluation, FlagReason, PreparedFlags } from './preparedFlags.ts'
import type { FlagAttributes, FlagDefinition } from './rules.ts'
import type { Evaluation, EvaluationErrorCode, EvaluationRequest } from './schemas.ts'

/** An outcome as plain data, which an `Idempotency-Key` can store. */
export interface EvaluationOutcome {
  status: number
  body: object
}

const failure = (
  status: number,
  errorCode: EvaluationErrorCode,
  errorDetails: string,
  key?: string,
): EvaluationOutcome => ({
  status,
  body: { ...(key === undefined ? {} : { key }), errorCode, errorDetails },
})

const missingKey = (key?: string) =>
  failure(
    400,
    'TARGETING_KEY_MISSING',
    'The context has no targetingKey, and no user is signed in.',
    key,
  )

/** OFREP has no reason for "the default": the value is the same for all for whom no rule applies. */
const reasons: Record<FlagReason, (evaluation: FlagEvaluation) => Evaluation['reason']> = {
  default: () => 'STATIC',
  killed: () => 'DISABLED',
  prerequisite: () => 'DISABLED',
  rule: ({ isSplit }) => (isSplit ? 'SPLIT' : 'TARGETING_MATCH'),
}

/** The name of a value: `on` and `off`, or where it comes from. */
function variantOf({ rules, type }: FlagDefinition, { reason, rule, value }: FlagEvaluation) {
  if (type === 'boolean') return value === true ? 'on' : 'off'
  if (rule !== undefined) return `rule-${rules[rule]!.id}`
  return reason === 'default' ? 'default' : 'off'
}

/** A flag for apps for a caller; undefined when there is no such flag for apps. */
function evaluationOf(
  flags: PreparedFlags,
  key: string,
  attributes: FlagAttributes,
): Evaluation | undefined {
  const definition = flags.byKey.get(key)
  const evaluation = definition?.isForApps ? flags.evaluate(key, attributes) : undefined
  if (!definition || !evaluation) return undefined
  return {
    key,
    value: evaluation.value,
    reason: reasons[evaluation.reason](evaluation),
    variant: variantOf(definition, evaluation),
    metadata: { type: definition.type },
  }
}

/** Evaluates one flag for apps (OFREP, `evaluateFlag`). */
export async function evaluateFlag(
  payload: Payload,
  key: string,
  { context }: EvaluationRequest,
  user: Principal | undefined,
): Promise<EvaluationOutcome> {
  const { flags } = servicesOf(payload)
  await flags.load()
  if (targetingKeyOf(context, user) === undefined) return missingKey(key)
  const evaluation = evaluationOf(flags.current(), key, attributesFrom(context, user))
  if (!evaluation) return failure(404, 'FLAG_NOT_FOUND', `There is no flag "${key}" for apps.`, key)
  return { status: 200, body: evaluation }
}

/** Evaluates all flags for apps (OFREP, `evaluateFlagsBulk`). */
export async function evaluateFlags(
  payload: Payload,
  { context }: EvaluationRequest,
  user: Principal | undefined,
): Promise<EvaluationOutcome> {
  const { flags } = servicesOf(payload)
  await flags.load()
  if (targetingKeyOf(context, user) === undefined) return missingKey()
  const attributes = attributesFrom(context, user)
  const current = flags.current()
  const evaluations = [...current.byKey.keys()].flatMap(
    (key) => evaluationOf(current, key, attributes) ?? [],
  )
  const eventStreams = [{ type: 'sse', endpoint: { requestUri: '/sub/ofrep' } }]
  return { status: 200, body: { flags: evaluations, eventStreams } }
}

/** All evaluations as a reply with an entity tag, or the 304 for a client that has them already. */
export function bulkReply({ body, status }: EvaluationOutcome, { headers }: HttpRequest): Reply {
  if (status !== 200) return { status, body }
  const tag = entityTagOfBody(JSON.stringify(body))
  const caching = { ETag: tag, 'Cache-Control': 'private, no-cache' }
  if (matchesIfNoneMatch(headers['if-none-match'], tag)) return { status: 304, headers: caching }
  return { status, body, headers: caching }
}

/** The details of a body that cannot be read, in one sentence. */
function detailsOf({ detail, details }: ApiError['body']): string {
  if (typeof detail === 'string') return detail
  return Object.entries((details ?? {}) as Record<string, string[]>)
    .map(([field, messages]) => `${field}: ${messages.join(' ')}`)
    .join(' ')
}

const isAboutContext = ({ details }: ApiError['body']) =>
  Object.keys(details ?? {}).some((field) => field.split('.')[0] === 'context')

/** The statuses of the errors that have the form of OFREP. */
export const ofrepErrorStatuses = [400, 408, 413, 415, 500]

/** An error in the form of OFREP. What is not about the evaluation, such as a bad token, stays as it is. */
export function showOfrepError(error: ApiError, { key }: { key?: string | undefined }): ApiError {
  const { body, headers, status } = error
  if (!ofrepErrorStatuses.includes(status)) return error
  const errorCode =
    status === 500 ? 'GENERAL' : isAboutContext(body) ? 'INVALID_CONTEXT' : 'PARSE_ERROR'
  const shown = failure(status, errorCode, detailsOf(body), key).body
  const id = 'request_id' in body ? { request_id: body.request_id } : {}
  return { status, body: { ...shown, ...id }, headers: headers ?? {} }
}
