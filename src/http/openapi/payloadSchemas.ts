import { configToJSONSchema, type SanitizedConfig } from 'payload'

import { filterSchemas } from './payloadFilters.ts'
import { schemaName } from './payloadNames.ts'

type JsonSchema = Record<string, unknown>

/** The collections for apps. Payload's own collections hold the state of the panel. */
export const publicCollections = (config: SanitizedConfig) =>
  config.collections.filter(({ slug }) => !slug.startsWith('payload-'))

export const errorsName = 'RestErrors'

/** Payload lists the options of a choice without null, also where a document may have none. */
const withNull = (schema: JsonSchema): JsonSchema => {
  const { enum: options, type } = schema
  const isMissing = Array.isArray(options) && !options.includes(null)
  return isMissing && Array.isArray(type) && type.includes('null')
    ? { ...schema, enum: [...(options as unknown[]), null] }
    : schema
}

/** A field of JSON may be an array of anything, of which Payload says nothing more. */
const withItems = (schema: JsonSchema): JsonSchema =>
  Array.isArray(schema.type) && schema.type.includes('array') && !('items' in schema)
    ? { ...schema, items: {} }
    : schema

/**
 * Payload's schema describes a stored document. A response may lack any field, because of `select` or
 * because the caller may not read it, and it also has virtual fields.
 */
function asResponse(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(asResponse)
  if (value === null || typeof value !== 'object') return value
  const {
    required: _required,
    tsType: _tsType,
    additionalProperties,
    ...rest
  } = value as JsonSchema
  const open =
    additionalProperties === false
      ? {}
      : additionalProperties === undefined
        ? {}
        : { additionalProperties }
  return Object.fromEntries(
    Object.entries(withItems(withNull({ ...rest, ...open }))).map(([key, inner]) => [
      key,
      key === 'enum' ? inner : asResponse(inner),
    ]),
  )
}

const withLocalReferences = (schema: unknown): unknown =>
  JSON.parse(
    JSON.stringify(schema).replace(
      /#\/definitions\/([\w-]+)/g,
      (_all, slug: string) => `#/components/schemas/${schemaName(slug)}`,
    ),
  )

/** The schemas of the responses of Payload's REST, by name. */
export function payloadSchemas(config: SanitizedConfig): Record<string, JsonSchema> {
  const { definitions = {} } = configToJSONSchema(config, 'number')
  const documents = Object.fromEntries(
    publicCollections(config).map(({ slug }) => [
      schemaName(slug),
      asResponse(definitions[slug]) as JsonSchema,
    ]),
  )
  const errors = {
    type: 'object',
    required: ['errors'],
    properties: {
      errors: {
        type: 'array',
        items: {
          type: 'object',
          required: ['message'],
          properties: { message: { type: 'string' }, name: { type: 'string' }, data: {} },
        },
      },
    },
  }
  return {
    ...(withLocalReferences(documents) as Record<string, JsonSchema>),
    ...filterSchemas(publicCollections(config)),
    [errorsName]: errors,
  }
}
