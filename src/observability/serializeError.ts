/** What of an error may be written down. */
export interface SerializedError {
  type: string
  message: string
  stack?: string
  code?: string
  status?: number
  cause?: SerializedError
  errors?: SerializedError[]
}

interface Known {
  name?: unknown
  message?: unknown
  stack?: unknown
  code?: unknown
  status?: unknown
  cause?: unknown
  errors?: unknown
}

/** An error beneath an error is told, and so on, but not for ever. */
const deepest = 3

const text = (value: unknown) => (typeof value === 'string' ? value : undefined)

/**
 * What of an error may be written down: what it is, where, and why. Not what else hangs on it, which
 * with a database's error are the values of the row, and with Payload's the document.
 */
export function serializeError(error: unknown, depth = 0): SerializedError {
  if (typeof error !== 'object' || error === null) {
    return { type: typeof error, message: String(error) }
  }
  const { name, message, stack, code, status, cause, errors } = error as Known
  const facts: SerializedError = {
    type: text(name) ?? 'Error',
    message: text(message) ?? '',
    stack: text(stack),
    code: text(code),
    status: typeof status === 'number' ? status : undefined,
  }
  if (depth >= deepest) return facts
  if (cause !== undefined && cause !== null) facts.cause = serializeError(cause, depth + 1)
  if (error instanceof AggregateError && Array.isArray(errors)) {
    facts.errors = errors.slice(0, deepest).map((one) => serializeError(one, depth + 1))
  }
  return facts
}
