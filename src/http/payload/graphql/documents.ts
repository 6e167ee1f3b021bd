import {
  type DocumentNode,
  GraphQLError,
  type GraphQLSchema,
  NoSchemaIntrospectionCustomRule,
  parse,
  specifiedRules,
  validate,
} from 'graphql'
import { LRUCache } from 'lru-cache'

import type { Variables } from './filterCost.ts'
import { checkQueryLimits } from './queryLimits.ts'

/** Tokens of a query. The parser stops at this number, so a longer query costs no more. */
const maxTokens = 2000

/** Characters of a query: the longest description of an event, and what is around it. */
const maxLength = 250_000

/** Mistakes that are reported. */
const maxErrors = 20

/** Valid queries that are kept, and characters of one. Apps send the same few queries all the time. */
const kept = { queries: 500, characters: 10_000 }

export interface DocumentOptions {
  schema: GraphQLSchema
  /** Whether callers may ask for the schema. If not, no error suggests a name of it either. */
  allowsIntrospection: boolean
}

/** @throws {GraphQLError} for a syntax error, and for a query that is too long or too deep */
function parsed(query: string): DocumentNode {
  if (query.length > maxLength) {
    throw new GraphQLError(`A query has at most ${maxLength} characters. Send values in variables.`)
  }
  try {
    return parse(query, { maxTokens })
  } catch (error) {
    // The parser calls itself for each level.
    if (error instanceof RangeError) throw new GraphQLError('The query has too many levels.')
    throw error
  }
}

/**
 * Makes the function that turns the text of a query into a document that may be executed. It refuses first
 * what would cost too much, and only then validates. To validate a query takes as long as to answer a small
 * one, so a document that is valid is kept.
 */
export function documentsOf({ schema, allowsIntrospection }: DocumentOptions) {
  const valid = new LRUCache<string, DocumentNode>({ max: kept.queries })
  const rules = allowsIntrospection
    ? specifiedRules
    : [...specifiedRules, NoSchemaIntrospectionCustomRule]
  const options = { maxErrors, hideSuggestions: !allowsIntrospection }

  /** @returns the document, or all that is wrong with it */
  return (query: string, variables: Variables): DocumentNode | readonly GraphQLError[] => {
    try {
      const known = valid.get(query)
      const document = known ?? parsed(query)
      checkQueryLimits(schema, document, variables)
      if (known) return known
      const errors = validate(schema, document, rules, options)
      if (errors.length > 0) return errors
      if (query.length <= kept.characters) valid.set(query, document)
      return document
    } catch (error) {
      if (error instanceof GraphQLError) return [error]
      throw error
    }
  }
}
