import { type DocumentNode, GraphQLError, Kind, parse } from 'graphql'
import type { Payload } from 'payload'

import { Refusal } from '../../shared/errors/Refusal.ts'
import { setOperation } from '../../shared/requestContext.ts'
import type { FetchHandler } from './bridge.ts'
import { databaseUnavailable, mayHaveFailedToAuthenticate } from './databaseUnavailable.ts'

/** The words and signs of a query: counted while it is read, so that a long one costs no more. */
const maxTokens = 2000

/** Characters of a query's name that the log shows. */
const longestName = 64

interface Result {
  data?: Record<string, unknown> | null
  errors: { message: string; extensions?: { statusCode?: number } }[]
}

const resultOf = (status: number, result: Result, headers?: Headers) =>
  Response.json(result, { status, headers })

/** What is asked, in a few words: by the name that the client gave it, or by its first field. */
function operationOf({ definitions }: DocumentNode): string | undefined {
  const found = definitions.find(({ kind }) => kind === Kind.OPERATION_DEFINITION)
  if (found?.kind !== Kind.OPERATION_DEFINITION) return undefined
  const [first] = found.selectionSet.selections
  const name = found.name ?? (first?.kind === Kind.FIELD ? first.name : undefined)
  return `${found.operation} ${(name?.value ?? '').slice(0, longestName)}`
}

/** @throws {GraphQLError} for a query that has too many tokens, or is none */
async function checkTokens(request: Request): Promise<void> {
  const { query } = (await request.json()) as { query?: unknown }
  if (typeof query !== 'string') return
  setOperation(operationOf(parse(query, { maxTokens, noLocation: true })))
}

const isJson = ({ headers }: Request) =>
  headers.get('content-type')?.split(';', 1)[0]?.trim().toLowerCase() === 'application/json'

/** Whether what was answered is that nothing of it is allowed. */
const isRefused = ({ data, errors }: Result) =>
  Object.values(data ?? {}).every((value) => value === null) &&
  errors.every(({ extensions }) => [401, 403].includes(extensions?.statusCode ?? 0))

/**
 * Bounds what Payload's GraphQL is asked, and says by the status what became of it: 400 for a query
 * that is refused as a whole, 503 when a caller is refused who may be somebody (whileDatabaseAnswers).
 */
export const graphqlHandler =
  (payload: Payload, handler: FetchHandler): FetchHandler =>
  async (request) => {
    const began = performance.now()
    if (!isJson(request)) {
      throw new Refusal(415, 'unsupported_media_type', 'GraphQL takes application/json alone.')
    }
    try {
      await checkTokens(request.clone())
    } catch (error) {
      if (error instanceof GraphQLError) return resultOf(400, { errors: [error.toJSON()] })
      // An empty body, which the handler has its own words for.
    }
    const response = await handler(request)
    const text = await response.clone().text()
    if (response.status !== 200 || !text.startsWith('{"errors"')) return response
    const result = JSON.parse(text) as Result
    if (isRefused(result) && mayHaveFailedToAuthenticate(payload, request, began))
      throw databaseUnavailable()
    return 'data' in result ? response : resultOf(400, result, response.headers)
  }
