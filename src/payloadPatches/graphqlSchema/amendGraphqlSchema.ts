import { getNullableType, type GraphQLFieldConfig, isObjectType } from 'graphql'
import type { GraphQLExtension, SanitizedConfig } from 'payload'

import { acceptDays } from './acceptDays.ts'
import { acceptStoredValues } from './acceptStoredValues.ts'
import { expandPermissions } from './expandPermissions.ts'
import { hideFields } from './hideFields.ts'
import { useDefaults } from './useDefaults.ts'

type Context = Parameters<GraphQLExtension>[1]

type RootFields = Record<string, GraphQLFieldConfig<unknown, unknown>>

/** Makes `Access` and `docAccess…` answer: they fail on each permission that is given without a condition. */
function amendPermissions({ Query }: Context) {
  for (const [name, field] of Object.entries(Query.fields as RootFields)) {
    const { type, resolve } = field
    if (!resolve || !isObjectType(type) || !/^(Access$|docAccess)/.test(name)) continue
    field.resolve = async (...args) => expandPermissions(type, await resolve(...args))
  }
}

/** A copy needs no data of its own: REST demands none. */
function amendDuplicates({ Mutation }: Context) {
  for (const [name, { args }] of Object.entries(Mutation.fields as RootFields)) {
    if (name.startsWith('duplicate') && args?.data) args.data.type = getNullableType(args.data.type)
  }
}

/**
 * Upstream: in Payload's GraphQL `Access` and `docAccess…` are internal errors for everybody who may do
 * anything, a field with a default has to be sent, a filter is offered for fields that are not stored, and
 * hidden fields such as `hash` and `salt` are part of the schema.
 *
 * This patch amends the schema before it is built.
 *
 * To see whether it can go, remove it and run tests/http/graphqlSchema.test.ts.
 */
export const amendGraphqlSchema: GraphQLExtension = (_graphql, context) => {
  for (const collection of Object.values(context.collections)) {
    hideFields(collection, context)
    useDefaults(collection)
  }
  amendPermissions(context)
  amendDuplicates(context)
  acceptStoredValues(context)
  acceptDays(context)
  // Nothing is verified by email here, so it would be an internal error.
  delete context.Mutation.fields.verifyEmailUser
  return {}
}

/** Keeps Payload's own key-value store out of GraphQL. REST does not have it either. */
export function hideKeyValueStore(config: SanitizedConfig): SanitizedConfig {
  const store = config.collections.find(({ slug }) => slug === 'payload-kv')
  if (store) store.graphQL = false
  return config
}
