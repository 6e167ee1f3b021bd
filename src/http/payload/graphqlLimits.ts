import { maxAliasesRule } from '@escape.tech/graphql-armor-max-aliases'
import { maxDepthRule } from '@escape.tech/graphql-armor-max-depth'
import { maxDirectivesRule } from '@escape.tech/graphql-armor-max-directives'
import { NoSchemaIntrospectionCustomRule, type ValidationRule } from 'graphql'
import type { Config } from 'payload'

import type { Env } from '../../runtime/env/env.ts'

/** The limits of a query. The largest one of the panel or the tests has half of them. */
const limits = { depth: 10, aliases: 30, directives: 20 }

/** A rule reports its error, because Payload responds to a thrown one with 500. */
const reported: NonNullable<Parameters<typeof maxDepthRule>[0]> = {
  propagateOnRejection: false,
  onReject: [(context, error) => context?.reportError(error)],
}

const rules = [
  maxDepthRule({ n: limits.depth, flattenFragments: true, ...reported }),
  maxAliasesRule({ n: limits.aliases, ...reported }),
  maxDirectivesRule({ n: limits.directives, ...reported }),
] as ValidationRule[]

/** Whether introspection is on. The schema is no secret, but nobody needs it in production. */
const allowsIntrospection = ({ GRAPHQL_INTROSPECTION, NODE_ENV }: Env) =>
  GRAPHQL_INTROSPECTION ?? NODE_ENV !== 'production'

/** The limits of Payload's GraphQL. `src/http/payload/graphql.ts` adds the limit on tokens. */
export const graphQL = (env: Env): Config['graphQL'] => ({
  disablePlaygroundInProduction: true,
  // Payload's own switch depends on NODE_ENV alone.
  disableIntrospectionInProduction: false,
  maxComplexity: 1000,
  validationRules: () => [
    ...rules,
    ...(allowsIntrospection(env) ? [] : [NoSchemaIntrospectionCustomRule]),
  ],
})
