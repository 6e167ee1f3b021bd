import { configToJSONSchema, type SanitizedConfig } from 'payload'

type JsonSchema = Record<string, unknown>

/** The collections that apps read; Payload's own hold the panel's state. */
export const publicCollections = (config: SanitizedConfig) =>
  config.collections.filter(({ slug }) => !slug.startsWith('payload-'))

export const schemaName = (slug: string) => `payload-${slug}`

/**
 * Payload's schema describes a document as it is stored. An answer may lack any field of it, because
 * `select` left it out or the caller may not read it, and holds virtual ones beside.
 */
function asAnswer(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(asAnswer)
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
    Object.entries({ ...rest, ...open }).map(([key, inner]) => [
      key,
      key === 'enum' ? inner : asAnswer(inner),
    ]),
  )
}

const withLocalReferences = (schema: unknown): unknown =>
  JSON.parse(
    JSON.stringify(schema).replace(/#\/definitions\/([\w-]+)/g, '#/components/schemas/payload-$1'),
  )

/** The components that Payload's auto REST answers with, by name. */
export function payloadSchemas(config: SanitizedConfig): Record<string, JsonSchema> {
  const { definitions = {} } = configToJSONSchema(config, 'number')
  const documents = Object.fromEntries(
    publicCollections(config).map(({ slug }) => [
      schemaName(slug),
      { ...(asAnswer(definitions[slug]) as JsonSchema), title: slug },
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
  return withLocalReferences({ ...documents, 'payload-errors': errors }) as Record<
    string,
    JsonSchema
  >
}
