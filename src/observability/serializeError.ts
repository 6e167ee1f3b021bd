/** What of an error may be written down. */
export interface ErrorFacts {
  type: string
  message: string
  stack?: string
  code?: string
  status?: number
  cause?: ErrorFacts
  errors?: ErrorFacts[]
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
export function errorFacts(error: unknown, depth = 0): ErrorFacts {
  if (typeof error !== 'object' || error === null) {
    return { type: typeof error, message: String(error) }
  }
  const { name, message, stack, code, status, cause, errors } = error as Known
  const facts: ErrorFacts = {
    type: text(name) ?? 'Error',
    message: text(message) ?? '',
    stack: text(stack),
    code: text(code),
    status: typeof status === 'number' ? status : undefined,
  }
  if (depth >= deepest) return facts
  if (cause !== undefined && cause !== null) facts.cause = errorFacts(cause, depth + 1)
  if (error instanceof AggregateError && Array.isArray(errors)) {
    facts.errors = errors.slice(0, deepest).map((one) => errorFacts(one, depth + 1))
  }
  return facts
}
