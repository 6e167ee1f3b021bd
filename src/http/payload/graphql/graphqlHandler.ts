import { configToSchema } from '@payloadcms/graphql'
import {
  type DocumentNode,
  execute,
  type ExecutionArgs,
  type ExecutionResult,
  type FormattedExecutionResult,
  getOperationAST,
  type GraphQLError,
  Kind,
  OperationTypeNode,
} from 'graphql'
import { createHandler, type RequestParams, type Response as PlainResponse } from 'graphql-http'
import { createPayloadRequest, mergeHeaders, type Payload, type PayloadRequest } from 'payload'

import { connectionFailedSince } from '../../../database/pools.ts'
import type { Env } from '../../../runtime/env/env.ts'
import { databaseUnavailable } from '../../../shared/errors/databaseFailure.ts'
import { Refusal } from '../../../shared/errors/Refusal.ts'
import { toRefusal } from '../../../shared/errors/toRefusal.ts'
import { weightOf } from '../../../shared/pageWeight.ts'
import { setOperation } from '../../../shared/requestContext.ts'
import { isJson } from '../../body/bodyHeaders.ts'
import { queueRead } from '../../readQueue.ts'
import type { FetchHandler } from '../bridge.ts'
import { documentsOf } from './documents.ts'
import { formatError } from './formatError.ts'

/** Characters of an operation's name in the log. */
const maxNameLength = 64

/** What a request needs while it is answered. */
interface Call {
  request: Request
  req?: PayloadRequest
  /** Headers that a resolver sets, such as the cookie of a sign-in. */
  headers: Record<string, string>
  result?: FormattedExecutionResult
  /** Why the first of the fields failed, when that has a status of its own. */
  refusal?: Refusal | undefined
}

/** A short name for the log: the operation's name, or its first field. */
function operationOf({ definitions }: DocumentNode): string | undefined {
  const found = definitions.find(({ kind }) => kind === Kind.OPERATION_DEFINITION)
  if (found?.kind !== Kind.OPERATION_DEFINITION) return undefined
  const [first] = found.selectionSet.selections
  const name = found.name ?? (first?.kind === Kind.FIELD ? first.name : undefined)
  return `${found.operation} ${(name?.value ?? '').slice(0, maxNameLength)}`
}

/**
 * The context of Payload's resolvers. Each of them puts a copy of the request in the place of the last, and
 * its choice of fields too, though all fields of a query run at once: they would read each other's. Here both
 * stay as they were.
 */
const resolverContext = (req: PayloadRequest, headers: Record<string, string>) => ({
  headers,
  get req() {
    return req
  },
  set req(_copy: PayloadRequest) {
    // Stays as it was.
  },
  get select() {
    return undefined
  },
  set select(_choice: unknown) {
    // Stays as it was.
  },
})

/** Whether every field of the query failed with one of these statuses. */
const failedWith = ({ data, errors = [] }: FormattedExecutionResult, ...statuses: number[]) =>
  Object.values(data ?? {}).every((value) => value === null) &&
  errors.every(({ extensions }) => statuses.includes(Number(extensions?.statusCode)))

const refusalOf = (error: GraphQLError): Refusal | undefined =>
  error.originalError instanceof Refusal ? error.originalError : toRefusal(error)

/**
 * Runs queries as the reads of other surfaces run: in their queue, with their connections. A mutation waits
 * for none of them: somebody who signs in must not stand behind lists.
 */
const executeIn =
  (payload: Payload) =>
  async (args: ExecutionArgs): Promise<ExecutionResult> => {
    const operation = getOperationAST(args.document, args.operationName)?.operation
    const run = async () => execute(args)
    return operation === OperationTypeNode.QUERY ? queueRead(payload, run, weightOf) : run()
  }

/** Apollo's clients then send the whole query. */
const persistedQueryRefusal = (): PlainResponse => {
  const message = 'PersistedQueryNotSupported'
  const extensions = { code: 'PERSISTED_QUERY_NOT_SUPPORTED' }
  const headers = { 'content-type': 'application/json; charset=utf-8' }
  const body = JSON.stringify({ errors: [{ message, extensions }] })
  return [body, { status: 200, statusText: 'OK', headers }]
}

/** Whether introspection is on. The schema is no secret, but nobody needs it in production. */
const allowsIntrospection = ({ GRAPHQL_INTROSPECTION, NODE_ENV }: Env) =>
  GRAPHQL_INTROSPECTION ?? NODE_ENV !== 'production'

/** The library's handler with Payload's schema. */
function handlerOf(payload: Payload, env: Env) {
  const { schema } = configToSchema(payload.config)
  const isOpen = allowsIntrospection(env)
  const documentOf = documentsOf({ schema, allowsIntrospection: isOpen })
  return createHandler<Request, Call, ReturnType<typeof resolverContext>>({
    execute: executeIn(payload),
    onSubscribe: async ({ context: call }, { query, variables, operationName }: RequestParams) => {
      const document = documentOf(query, variables ?? {})
      if (!('kind' in document)) return document
      setOperation(operationOf(document))
      const config = Promise.resolve(payload.config)
      const req = await createPayloadRequest({ canSetHeaders: true, config, request: call.request })
      call.req = req
      return {
        schema,
        document,
        operationName,
        variableValues: variables,
        contextValue: resolverContext(req, call.headers),
        hideSuggestions: !isOpen,
      }
    },
    onOperation: async ({ context: call }, _args, result) => {
      const { errors, ...rest } = result
      const formatted = errors && (await Promise.all(errors.map((e) => formatError(e, call.req!))))
      call.refusal = errors?.[0] && refusalOf(errors[0])
      call.result = formatted ? { ...rest, errors: formatted } : rest
      // The library only turns them into JSON.
      return call.result as ExecutionResult
    },
  })
}

const isPersistedQuery = (body: { query?: unknown; extensions?: { persistedQuery?: unknown } }) =>
  body.query === undefined && Boolean(body.extensions?.persistedQuery)

/**
 * Serves Payload's GraphQL: its schema and resolvers, with our own limits, and with 400 for a query that is
 * refused as a whole, 503 when a caller was refused because the database was down, and the status of the
 * failure itself (503, 507) when every field failed so. Payload's handler validates every query anew, reads
 * the body three times, and answers a mistake in a variable with 500.
 */
export function graphqlHandler(payload: Payload, env: Env): FetchHandler {
  let handle: ReturnType<typeof handlerOf> | undefined
  return async (request) => {
    const began = performance.now()
    const { method, url, headers } = request
    if (!isJson(headers.get('content-type'))) {
      throw new Refusal(415, 'unsupported_media_type', 'GraphQL takes application/json alone.')
    }
    const call: Call = { request, headers: {} }
    const body = (await request.json().catch(() => ({}))) as Record<string, unknown>
    handle ??= handlerOf(payload, env)
    const plain = { method, url, headers, body, raw: request, context: call }
    const [text, init] = isPersistedQuery(body) ? persistedQueryRefusal() : await handle(plain)
    const { result, req } = call
    const failed = result?.errors && result
    if (failed && failedWith(failed, 401, 403) && connectionFailedSince(payload, began)) {
      throw databaseUnavailable()
    }
    const hasAnswer = init.status !== 200 || isPersistedQuery(body) || (result && 'data' in result)
    const outage = failed && failedWith(failed, 503, 507) ? call.refusal : undefined
    const own = new Headers({ ...init.headers, ...outage?.headers, ...call.headers })
    return new Response(text, {
      status: outage?.status ?? (hasAnswer ? init.status : 400),
      headers: req?.responseHeaders ? mergeHeaders(req.responseHeaders, own) : own,
    })
  }
}
