import type pg from 'pg'

import { getJobContext } from '../shared/jobContext.ts'
import type { Span } from '../shared/tracing.ts'
import { getRequestContext } from '../shared/requestContext.ts'

/** Characters of a statement that a trace shows. */
const maxCharacters = 2000

/** A statement without the values in its text. Parameters are never read. */
const withoutValues = (text: string) =>
  text.replace(/'(?:[^']|'')*'/g, "'?'").slice(0, maxCharacters)

const textOf = (statement: unknown): string | undefined => {
  if (typeof statement === 'string') return statement
  const text = (statement as { text?: unknown } | null)?.text
  return typeof text === 'string' ? text : undefined
}

function beginIn(parent: Span, text: string): Span {
  const operation = /^\s*(\w+)/.exec(text)?.[1]?.toUpperCase() ?? 'SQL'
  // Semantic conventions of OpenTelemetry for databases.
  return parent.child(operation, {
    'db.system.name': 'postgresql',
    'db.operation.name': operation,
    'db.query.text': withoutValues(text),
  })
}

type Done = (error: Error | undefined, ...rest: unknown[]) => void

/**
 * Adds every statement of a connection to the trace of the current request or job. A statement for many
 * requests, such as a batch of claims, belongs to the trace of the first one.
 */
export function traceStatements(client: pg.PoolClient): void {
  const query = client.query.bind(client) as (...args: unknown[]) => unknown
  const traced = (...args: unknown[]) => {
    const parent = getRequestContext()?.span ?? getJobContext()?.span
    const text = parent && textOf(args[0])
    if (text === undefined) return query(...args)
    const span = beginIn(parent!, text)
    const done = args.at(-1)
    if (typeof done === 'function') {
      args[args.length - 1] = ((error, ...rest) => {
        span.end({ failed: error })
        ;(done as Done)(error, ...rest)
      }) satisfies Done
      return query(...args)
    }
    const result = query(...args)
    if (!(result instanceof Promise)) {
      span.end()
      return result
    }
    result.then(
      () => span.end(),
      (error: unknown) => span.end({ failed: error }),
    )
    return result
  }
  client.query = traced as typeof client.query
}
