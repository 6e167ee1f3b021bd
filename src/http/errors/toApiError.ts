import { APIError, Forbidden, NotFound, ValidationError } from 'payload'

import { databaseFailure } from '../../shared/errors/databaseFailure.ts'
import { forbidden, notFound, Refusal, unauthenticated } from '../../shared/errors/Refusal.ts'

export interface ApiError {
  status: number
  body: Record<string, unknown>
  headers?: Record<string, string>
}

/** Gives an error the form of a protocol that is not ours, with the parameters of the path. */
export type ShowError = (
  error: ApiError,
  params: Readonly<Record<string, string | undefined>>,
) => ApiError

/** The request that has failed, for the body and for the log. */
export interface FailedRequest {
  requestId: string
  /** Called with an error that is a fault of the server. */
  log: (error: unknown) => void
}

/** The statuses whose body has a `code` besides the `detail`. */
const coded = new Set([409, 412, 413, 415, 422])

const fromValidationError = (error: ValidationError): ApiError => {
  const details: Record<string, string[]> = {}
  for (const { path, message } of error.data.errors) (details[path] ??= []).push(message)
  return { status: 400, body: { error: 'Validation Error', details }, headers: {} }
}

const fromRefusal = ({ status, code, message, headers }: Refusal): ApiError => ({
  status,
  body: coded.has(status) && code ? { detail: message, code } : { detail: message },
  headers,
})

/** The refusal in an error, also in those of Payload; undefined for a fault, and for a bad field. */
export function refusalIn(error: unknown): Refusal | undefined {
  if (error instanceof Refusal) return error
  if (error instanceof ValidationError) return undefined
  if (error instanceof NotFound) return notFound()
  if (error instanceof Forbidden) return forbidden()
  if (!(error instanceof APIError) || error.status >= 500) return undefined
  return error.status === 401
    ? unauthenticated(error.message)
    : new Refusal(error.status, '', error.message)
}

/** The response of v1 to any error. It never holds a stack or SQL. */
export function toApiError(error: unknown, { requestId, log }: FailedRequest): ApiError {
  if (error instanceof ValidationError) return fromValidationError(error)
  const refusal = refusalIn(error)
  if (refusal) return fromRefusal(refusal)
  const failure = databaseFailure(error)
  // The operator looks for the cause of these in the log. A slow statement is the client's own.
  if (failure?.code !== 'too_slow') log(error)
  if (failure) return fromRefusal(failure)
  return {
    status: 500,
    body: { detail: 'Internal server error.', request_id: requestId },
    headers: {},
  }
}

const titles: Record<number, string> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  408: 'Request Timeout',
  409: 'Conflict',
  412: 'Precondition Failed',
  413: 'Content Too Large',
  415: 'Unsupported Media Type',
  422: 'Unprocessable Content',
  426: 'Upgrade Required',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
  507: 'Insufficient Storage',
}

/** The same error as problem details (RFC 9457), for clients that accept them. */
export function toProblemDetails({ status, body, headers }: ApiError): ApiError {
  const { detail, details, error, ...more } = body
  return {
    status,
    body: {
      ...more,
      type: 'about:blank',
      title: titles[status] ?? 'Error',
      status,
      ...((detail ?? error) ? { detail: detail ?? error } : {}),
      ...(details ? { errors: details } : {}),
    },
    headers: { ...headers, 'Content-Type': 'application/problem+json' },
  }
}

/** Whether a client prefers problem details. It has to name the type: a wildcard does not count. */
export const prefersProblemDetails = (accept: string | null | undefined): boolean =>
  accept?.includes('application/problem+json') ?? false
