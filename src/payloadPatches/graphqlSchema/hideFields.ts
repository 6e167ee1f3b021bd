import {
  getNamedType,
  type GraphQLNamedType,
  type GraphQLType,
  isInputObjectType,
  isObjectType,
} from 'graphql'
import type { Collection, FlattenedField, GraphQLExtension } from 'payload'

import { nobody } from '../../shared/access/nobody.ts'

type Context = Parameters<GraphQLExtension>[1]

/** Whether no caller ever sees the value. */
const isSecret = (field: FlattenedField): boolean =>
  ('hidden' in field && field.hidden === true) ||
  ('access' in field && field.access?.read === nobody)

/** Whether the value is computed when a document is read, so that the database cannot compare it. */
const isComputed = (field: FlattenedField): boolean => 'virtual' in field && field.virtual === true

/** The fields of an object or input type, which may be taken out until the schema is built. */
const fieldsOf = (type: GraphQLNamedType | undefined): Record<string, unknown> =>
  isObjectType(type) || isInputObjectType(type) ? type.getFields() : {}

const namedType = (type: GraphQLType | undefined) => (type ? getNamedType(type) : undefined)

function removeFrom(type: GraphQLType | undefined, isRemoved: (name: string) => boolean) {
  const fields = fieldsOf(namedType(type))
  for (const name of Object.keys(fields)) if (isRemoved(name)) delete fields[name]
}

/** A filter has the same fields at each of its levels. */
function removeFromFilter(type: GraphQLType | undefined, isRemoved: (name: string) => boolean) {
  const done = new Set<unknown>()
  const remove = (level: GraphQLNamedType | undefined) => {
    if (!level || done.has(level)) return
    done.add(level)
    removeFrom(level, isRemoved)
    const { AND, OR } = fieldsOf(level) as Record<string, { type: GraphQLType } | undefined>
    remove(namedType(AND?.type))
    remove(namedType(OR?.type))
  }
  remove(namedType(type))
}

interface Typed {
  type: GraphQLType
  args?: Record<string, Typed | undefined>
}

type RootFields = Record<string, Typed | undefined>

const fieldOf = (type: GraphQLType | undefined, name: string) =>
  fieldsOf(namedType(type))[name] as Typed | undefined

/** Takes secret fields out of all types of a collection, and computed ones out of its filters. */
export function hideFields({ config, graphQL }: Collection, { Query }: Context): void {
  if (!graphQL) return
  const queries = Query.fields as RootFields
  const { type, mutationInputType, updateMutationInputType, versionType } = graphQL
  const namesOf = (test: (field: FlattenedField) => boolean) =>
    new Set(config.flattenedFields.filter(test).map(({ name }) => name))

  const secret = namesOf(isSecret)
  const access = fieldOf(queries.Access?.type, config.slug.replaceAll('-', '_'))
  const permissions = [queries[`docAccess${type.name}`], access].map(
    (entity) => fieldOf(entity?.type, 'fields')?.type,
  )
  for (const each of [type, mutationInputType, updateMutationInputType, ...permissions]) {
    removeFrom(each, (name) => secret.has(name))
  }

  const unfiltered = namesOf((field) => isSecret(field) || isComputed(field))
  const isUnfiltered = (name: string) =>
    unfiltered.has(name.replace(/^version__/, '').split('__')[0]!)
  removeFromFilter(graphQL.whereInputType, isUnfiltered)
  // The filter of versions stands in the list of versions alone.
  const versions = Object.values(queries).find(
    (query) => namedType(fieldOf(query?.type, 'docs')?.type) === (versionType as unknown),
  )
  removeFromFilter(versions?.args?.where?.type, isUnfiltered)
}
