import type * as SentryModule from '@sentry/node'

import { type SerializedError, serializeError } from './serializeError.ts'
import { type DiagnosticEvents, subscribe } from '../shared/diagnostics.ts'
import { redact } from './redact.ts'
import type { Span } from '../shared/tracing.ts'
import type { RequestContext } from '../shared/requestContext.ts'

type Tags = Record<string, string | number>

/** Milliseconds in which the same failure of a route is reported once: a lost database fails every request. */
const repeatAfterMs = 60_000

const errorOf = ({ type, message, stack, cause, code }: SerializedError): Error =>
  Object.assign(new Error(message, cause && { cause: errorOf(cause) }), { name: type, stack, code })

/**
 * The error without the values in its message. They are removed before Sentry reads the error, because
 * Sentry parses lines of a message as files of the stack.
 */
const withoutValues = (error: unknown) =>
  errorOf(JSON.parse(redact(JSON.stringify(serializeError(error)))) as SerializedError)

const traceOf = (span: Span | undefined) =>
  span ? { trace: { trace_id: span.traceId, span_id: span.spanId } } : {}

const contextOf = (context: RequestContext, sendPii: boolean, extraTags: Tags = {}) => {
  const { id, userId, address, span, method, route } = context
  return {
    user: { ...(userId ? { id: userId } : {}), ...(sendPii ? { ip_address: address } : {}) },
    tags: { request_id: id, route: `${method} ${route}`, ...extraTags },
    contexts: traceOf(span),
  }
}

function reportErrors(sentry: typeof SentryModule, sendPii: boolean) {
  return ({ error, message, context, jobContext }: DiagnosticEvents['error']) => {
    const extra = message ? { message } : {}
    if (context) {
      context.isReported = true
      sentry.captureException(withoutValues(error), { ...contextOf(context, sendPii), extra })
    } else {
      const tags = jobContext && {
        job_id: jobContext.jobId,
        task: jobContext.task,
        attempt: jobContext.attempt,
      }
      const contexts = traceOf(jobContext?.span)
      sentry.captureException(withoutValues(error), { tags, extra, contexts })
    }
  }
}

function reportFailures(sentry: typeof SentryModule, sendPii: boolean) {
  const reportedAt = new Map<string, number>()
  return ({ context, method, route, status }: DiagnosticEvents['failure']) => {
    const title = `${method} ${route} answered ${status}`
    const now = performance.now()
    if (now - (reportedAt.get(title) ?? -repeatAfterMs) < repeatAfterMs) return
    reportedAt.set(title, now)
    const details = contextOf(context, sendPii, { method, route, status })
    sentry.captureMessage(title, { level: 'error', ...details })
  }
}

/**
 * Reports every logged error, including those of failed jobs, and requests that failed without an error.
 *
 * @param sendPii whether reports contain the IP address of the client
 * @returns a function that stops it
 */
export function reportToSentry(sentry: typeof SentryModule, sendPii: boolean): () => void {
  const unsubscribe = [
    subscribe('error', reportErrors(sentry, sendPii)),
    subscribe('failure', reportFailures(sentry, sendPii)),
  ]
  return () => {
    for (const end of unsubscribe) end()
  }
}
