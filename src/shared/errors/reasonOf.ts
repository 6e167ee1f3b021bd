interface ErrorFields {
  message?: unknown
  code?: unknown
  cause?: unknown
  errors?: unknown
}

/** Levels of causes that are told. */
const maxDepth = 5

/** Drizzle ends its message with the values of a failed statement. */
const withoutValues = (message: string) => message.replace(/\nparams: [^]*/, '').trim()

const parts = (error: unknown, depth = 0): string[] => {
  if (typeof error !== 'object' || error === null) return [String(error)]
  const { message, code, cause, errors } = error as ErrorFields
  const own = typeof message === 'string' && message !== '' ? [withoutValues(message)] : []
  if (depth >= maxDepth) return own
  // A failed connection has one error for each address of the host, and often no message of its own.
  const inner = Array.isArray(errors) ? errors.map((one) => reasonOf(one, depth + 1)) : []
  const several = inner.length > 0 ? [[...new Set(inner)].join('; ')] : []
  const causes = cause === undefined || cause === null ? [] : parts(cause, depth + 1)
  const told = [...own, ...several, ...causes]
  return told.length > 0 ? told : [typeof code === 'string' ? code : 'unknown error']
}

/**
 * Why something failed, in one line: the message of the error, then those of its causes and of the errors that
 * an `AggregateError` holds. A cause that a message repeats is told once.
 */
export function reasonOf(error: unknown, depth = 0): string {
  const told: string[] = []
  for (const part of parts(error, depth)) {
    if (!told.some((earlier) => earlier.includes(part))) told.push(part)
  }
  return told
    .map((part, index) => (index < told.length - 1 ? part.replace(/\.$/, '') : part))
    .join(': ')
}
