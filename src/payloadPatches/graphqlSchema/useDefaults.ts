import {
  getNamedType,
  getNullableType,
  type GraphQLInputObjectType,
  isInputObjectType,
} from 'graphql'
import type { Collection, FlattenedField } from 'payload'

const hasDefault = (field: FlattenedField) =>
  'defaultValue' in field && field.defaultValue !== undefined

function relax(type: GraphQLInputObjectType, fields: FlattenedField[]) {
  const inputs = type.getFields()
  for (const field of fields) {
    const input = inputs[field.name]
    if (!input) continue
    if (hasDefault(field)) input.type = getNullableType(input.type)
    const inner = getNamedType(input.type)
    if ('flattenedFields' in field && isInputObjectType(inner)) relax(inner, field.flattenedFields)
  }
}

/** Lets a new document leave out fields that have a default. */
export function useDefaults({ config, graphQL }: Collection): void {
  const type: unknown = graphQL && getNamedType(graphQL.mutationInputType)
  if (isInputObjectType(type)) relax(type, config.flattenedFields)
}
