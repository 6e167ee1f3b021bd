import { maxAliasesRule } from '@escape.tech/graphql-armor-max-aliases'
import { maxDepthRule } from '@escape.tech/graphql-armor-max-depth'
import { maxDirectivesRule } from '@escape.tech/graphql-armor-max-directives'
import { NoSchemaIntrospectionCustomRule, type ValidationRule } from 'graphql'
import type { Config } from 'payload'

import type { Env } from '../../runtime/env/env.ts'

/** What a query may have at most; the largest that the panel's pages or the tests send has half of it. */
const most = { depth: 10, aliases: 30, directives: 20 }

/** Payload answers what a rule throws as a fault of the server. */
const reported: NonNullable<Parameters<typeof maxDepthRule>[0]> = {
  propagateOnRejection: false,
  onReject: [(context, error) => context?.reportError(error)],
}

const bounds = [
  maxDepthRule({ n: most.depth, flattenFragments: true, ...reported }),
  maxAliasesRule({ n: most.aliases, ...reported }),
  maxDirectivesRule({ n: most.directives, ...reported }),
] as ValidationRule[]

/** Whether strangers may ask for the schema: it is no secret, but nobody needs it in production. */
const tellsSchema = ({ GRAPHQL_INTROSPECTION, NODE_ENV }: Env) =>
  GRAPHQL_INTROSPECTION ?? NODE_ENV !== 'production'

/** How Payload's GraphQL is bounded, beside what `src/http/payload/graphql.ts` looks at before it. */
export const graphQL = (env: Env): Config['graphQL'] => ({
  disablePlaygroundInProduction: true,
  // Payload's own switch looks at the environment alone.
  disableIntrospectionInProduction: false,
  maxComplexity: 1000,
  validationRules: () => [
    ...bounds,
    ...(tellsSchema(env) ? [] : [NoSchemaIntrospectionCustomRule]),
  ],
})
