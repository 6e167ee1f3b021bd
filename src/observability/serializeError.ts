/** The fields of an error that may be logged. */
export interface SerializedError {
  type: string
  message: string
  stack?: string
  code?: string
  status?: number
  cause?: SerializedError
  errors?: SerializedError[]
}

interface ErrorFields {
  name?: unknown
  message?: unknown
  stack?: unknown
  code?: unknown
  status?: unknown
  cause?: unknown
  errors?: unknown
}

/** Levels of causes, and errors of an AggregateError, that are logged. */
const maxDepth = 3

const text = (value: unknown) => (typeof value === 'string' ? value : undefined)

/**
 * The fields of an error that may be logged: type, message, stack, code and causes. Not its other fields: a
 * database error holds the values of the row, and an error of Payload the document.
 */
export function serializeError(error: unknown, depth = 0): SerializedError {
  if (typeof error !== 'object' || error === null) {
    return { type: typeof error, message: String(error) }
  }
  const { name, message, stack, code, status, cause, errors } = error as ErrorFields
  const serialized: SerializedError = {
    type: text(name) ?? 'Error',
    message: text(message) ?? '',
    stack: text(stack),
    code: text(code),
    status: typeof status === 'number' ? status : undefined,
  }
  if (depth >= maxDepth) return serialized
  if (cause !== undefined && cause !== null) serialized.cause = serializeError(cause, depth + 1)
  if (error instanceof AggregateError && Array.isArray(errors)) {
    serialized.errors = errors.slice(0, maxDepth).map((one) => serializeError(one, depth + 1))
  }
  return serialized
}
