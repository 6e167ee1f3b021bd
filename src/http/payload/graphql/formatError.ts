import { GraphQLError, type GraphQLFormattedError } from 'graphql'
import { logError, type PayloadRequest } from 'payload'

/** What an error of Payload and one of our own refusals have. */
interface Fault {
  name?: string
  status?: number
  data?: unknown
  /** Of a refusal, as v1 shows it. */
  code?: string
}

/**
 * Whether the query or its variables are wrong. Such an error comes from the library itself: before a field
 * is read, or from the arguments of a field, and then it points to a place of the query.
 */
const isMistake = ({ path, originalError }: GraphQLError): boolean =>
  path === undefined || (originalError instanceof GraphQLError && originalError.nodes !== undefined)

/**
 * The error of an executed query as clients get it, in the form of Payload's own handler: the status in
 * `extensions.statusCode`, and no details of a fault of the server. A fault is logged; a mistake in the
 * query is not, so nobody can fill the log with errors.
 */
export async function formatError(
  error: GraphQLError,
  req: PayloadRequest,
): Promise<GraphQLFormattedError> {
  if (isMistake(error)) return error.toJSON()
  const { payload } = req
  const { code, name, status = 500, data }: Fault = error.originalError ?? {}
  logError({ err: error, payload })
  let response = {
    message: status === 500 ? 'Something went wrong.' : error.message,
    locations: error.locations,
    path: error.path,
    extensions: { code, name, data, statusCode: status },
  }
  for (const hook of payload.config.hooks.afterError) {
    const { context } = req
    const changed = await hook({ context, error, graphqlResult: response, req })
    if (changed?.graphqlResult) response = changed.graphqlResult as typeof response
  }
  return response
}
