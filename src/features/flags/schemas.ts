import { bounded, filter, instant, wholeNumber } from '../../http/fields.ts'
import { z } from '../../http/zod.ts'
import { isTooDeep } from '../../shared/jsonDepth.ts'
import { audiences, keyForm, maxContext, maxEntries, maxLengths } from './rules.ts'

export const ClientKeyParams = z.object({
  client_key: z
    .string()
    .regex(/^[\w-]{1,64}$/)
    .openapi({
      description: 'Any text of letters, digits, _ and -. GrowthBook’s clients demand one.',
    }),
})

const value = z.unknown().openapi({ description: 'A boolean, a text, a number, or JSON' })

const FeatureSchema = z
  .object({
    defaultValue: value,
    rules: z.array(z.record(z.string(), z.unknown())).optional(),
  })
  .openapi('Feature', { description: 'A flag as GrowthBook’s SDKs take it' })

export const FeaturesSchema = z
  .object({
    status: z.literal(200),
    features: z.record(z.string(), FeatureSchema),
    dateUpdated: instant(),
  })
  .openapi('Features', { description: 'GrowthBook’s SDK payload' })

export const FeatureStreamSchema = z
  .object({ type: z.literal('refetchEvaluation') })
  .openapi('FeatureStreamMessage')

const ContextSchema = z
  .record(bounded(z.string(), maxContext.key), z.unknown())
  .refine((context) => Object.keys(context).length <= maxContext.attributes, {
    error: `A context has at most ${maxContext.attributes} attributes.`,
  })
  .refine((context) => !isTooDeep(context, maxContext.levels), {
    error: `A context has at most ${maxContext.levels} levels.`,
  })
  .refine((context) => JSON.stringify(context).length <= maxContext.characters, {
    error: `A context has at most ${maxContext.characters} characters.`,
  })
  .refine(
    ({ targetingKey: key }) =>
      key === undefined ||
      key === null ||
      (typeof key === 'string' && key.length <= maxContext.targetingKey),
    { error: `The targetingKey is a text of at most ${maxContext.targetingKey} characters.` },
  )
  .openapi({
    type: 'object',
    properties: { targetingKey: { type: 'string', maxLength: maxContext.targetingKey } },
    additionalProperties: true,
    description:
      'The `targetingKey` decides on percentages; a signed-in caller may leave it out. Rules also know ' +
      '`country`, `appVersion` and `tags`. The role and the user come from the token alone.',
  })

export const EvaluationRequestSchema = z
  .object({ context: ContextSchema })
  .openapi('FlagEvaluationRequest')

export type EvaluationRequest = z.output<typeof EvaluationRequestSchema>

export const FlagKeyParams = z.object({
  key: z
    .string()
    .max(maxLengths.key * 4)
    .openapi({ description: 'The key of the flag', pattern: keyForm.source }),
})

const metadata = z.record(z.string(), z.union([z.boolean(), z.string(), z.number()]))

const evaluationReasons = ['STATIC', 'TARGETING_MATCH', 'SPLIT', 'DISABLED'] as const

export const EvaluationSchema = z
  .object({
    key: z.string(),
    value,
    reason: z.enum(evaluationReasons),
    variant: z.string(),
    metadata,
  })
  .openapi('FlagEvaluation')

export type Evaluation = z.output<typeof EvaluationSchema>

const eventStream = z.object({
  type: z.literal('sse'),
  endpoint: z.object({ requestUri: z.string() }),
})

export const BulkEvaluationSchema = z
  .object({ flags: z.array(EvaluationSchema), eventStreams: z.array(eventStream) })
  .openapi('FlagEvaluations')

export const errorCodes = [
  'PARSE_ERROR',
  'TARGETING_KEY_MISSING',
  'INVALID_CONTEXT',
  'FLAG_NOT_FOUND',
  'GENERAL',
] as const

export type EvaluationErrorCode = (typeof errorCodes)[number]

export const EvaluationFailureSchema = z
  .object({
    key: z.string().optional(),
    errorCode: z.enum(errorCodes),
    errorDetails: z.string(),
    request_id: z.uuid().optional(),
  })
  .openapi('FlagEvaluationFailure')

const short = (maximum: number) => bounded(z.string().trim(), maximum).optional()

/** Somebody for whom staff try a flag. */
export const TrySchema = z.object({
  /** An id, a username or an email address. */
  user: short(254),
  role: z.enum(audiences).optional(),
  id: short(maxContext.targetingKey),
  country: short(2).transform((code) => code?.toUpperCase()),
  app_version: short(maxLengths.version),
  tags: z.array(bounded(z.string().trim(), maxLengths.tag)).max(maxEntries.tags).optional(),
})

export const ChangesQuery = z.object({ page: filter(wholeNumber(1, 1_000_000)) })
