import { type DocumentNode, GraphQLError, Kind, parse } from 'graphql'
import type { Payload } from 'payload'

import { Refusal } from '../../shared/errors/Refusal.ts'
import { setOperation } from '../../shared/requestContext.ts'
import { isJson } from '../body/bodyHeaders.ts'
import type { FetchHandler } from './bridge.ts'
import { databaseUnavailable, mayHaveFailedToAuthenticate } from './databaseUnavailable.ts'

/** Tokens of a query. The parser stops at this number, so a longer query costs no more. */
const maxTokens = 2000

/** Characters of an operation's name in the log. */
const maxNameLength = 64

interface Result {
  data?: Record<string, unknown> | null
  errors: { message: string; extensions?: { statusCode?: number } }[]
}

const resultOf = (status: number, result: Result, headers?: Headers) =>
  Response.json(result, { status, headers })

/** A short name for the log: the operation's name, or its first field. */
function operationOf({ definitions }: DocumentNode): string | undefined {
  const found = definitions.find(({ kind }) => kind === Kind.OPERATION_DEFINITION)
  if (found?.kind !== Kind.OPERATION_DEFINITION) return undefined
  const [first] = found.selectionSet.selections
  const name = found.name ?? (first?.kind === Kind.FIELD ? first.name : undefined)
  return `${found.operation} ${(name?.value ?? '').slice(0, maxNameLength)}`
}

/** @throws {GraphQLError} for a query with too many tokens, or with a syntax error */
async function checkTokens(request: Request): Promise<void> {
  const { query } = (await request.json()) as { query?: unknown }
  if (typeof query !== 'string') return
  setOperation(operationOf(parse(query, { maxTokens, noLocation: true })))
}

/** Whether every field of the query was refused. */
const isRefused = ({ data, errors }: Result) =>
  Object.values(data ?? {}).every((value) => value === null) &&
  errors.every(({ extensions }) => [401, 403].includes(extensions?.statusCode ?? 0))

/**
 * Limits the queries for Payload's GraphQL, and sets the status of the response: 400 for a query that
 * is refused as a whole, 503 when a caller was refused because the database was down.
 */
export const graphqlHandler =
  (payload: Payload, handler: FetchHandler): FetchHandler =>
  async (request) => {
    const began = performance.now()
    if (!isJson(request.headers.get('content-type'))) {
      throw new Refusal(415, 'unsupported_media_type', 'GraphQL takes application/json alone.')
    }
    try {
      await checkTokens(request.clone())
    } catch (error) {
      if (error instanceof GraphQLError) return resultOf(400, { errors: [error.toJSON()] })
      // An empty body: the handler has its own error for it.
    }
    const response = await handler(request)
    const text = await response.clone().text()
    if (response.status !== 200 || !text.startsWith('{"errors"')) return response
    const result = JSON.parse(text) as Result
    if (isRefused(result) && mayHaveFailedToAuthenticate(payload, request, began))
      throw databaseUnavailable()
    return 'data' in result ? response : resultOf(400, result, response.headers)
  }
