import {
  type GraphQLCompositeType,
  type GraphQLField,
  isListType,
  getNullableType,
  SchemaMetaFieldDef,
  TypeMetaFieldDef,
} from 'graphql'

type Field = GraphQLField<unknown, unknown>

/** How many entries the lists of the schema are taken to have. */
const entries = { types: 1000, others: 10 }

const metaFields: Record<string, Field | undefined> = {
  __schema: SchemaMetaFieldDef,
  __type: TypeMetaFieldDef,
}

/** The fields that every query has, and no type; undefined for other names. */
export const metaField = (name: string): Field | undefined =>
  Object.hasOwn(metaFields, name) ? metaFields[name] : undefined

/** Whether a field asks about the schema. */
export const isIntrospection = (name: string, parent: GraphQLCompositeType | undefined): boolean =>
  metaField(name) !== undefined || parent?.name.startsWith('__') === true

/** The cost of a field of the schema. The query of GraphiQL and code generators costs about 4.4 million. */
export function introspectionCost(field: Field | undefined, inner: number): number {
  const isList = field !== undefined && isListType(getNullableType(field.type))
  const factor = field?.name === 'types' ? entries.types : isList ? entries.others : 1
  return 1 + inner * factor
}
