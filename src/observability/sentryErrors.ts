import type * as SentryModule from '@sentry/node'

import { type SerializedError, serializeError } from './serializeError.ts'
import { type DiagnosticEvents, subscribe } from '../shared/diagnostics.ts'
import { redact } from './redact.ts'
import type { Span } from '../shared/tracing.ts'
import type { RequestContext } from '../shared/requestContext.ts'

type Tags = Record<string, string | number>

/** Milliseconds in which the same failure of a route is reported once: a lost database fails them all. */
const quiet = 60_000

const errorOf = ({ type, message, stack, cause, code }: SerializedError): Error =>
  Object.assign(new Error(message, cause && { cause: errorOf(cause) }), { name: type, stack, code })

/**
 * The error without the values that its message may hold. Before Sentry sees it, which takes lines of
 * a message for files of the stack.
 */
const withoutValues = (error: unknown) =>
  errorOf(JSON.parse(redact(JSON.stringify(serializeError(error)))) as SerializedError)

const traceOf = (span: Span | undefined) =>
  span ? { trace: { trace_id: span.traceId, span_id: span.spanId } } : {}

const contextOf = (context: RequestContext, sendPii: boolean, more: Tags = {}) => {
  const { id, userId, address, span, route } = context
  return {
    user: { ...(userId ? { id: userId } : {}), ...(sendPii ? { ip_address: address } : {}) },
    tags: { request_id: id, ...(route ? { route } : {}), ...more },
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
  const told = new Map<string, number>()
  return ({ context, method, route, status }: DiagnosticEvents['failure']) => {
    const what = `${method} ${route} answered ${status}`
    const now = performance.now()
    if (now - (told.get(what) ?? -quiet) < quiet) return
    told.set(what, now)
    const details = contextOf(context, sendPii, { method, route, status })
    sentry.captureMessage(what, { level: 'error', ...details })
  }
}

/**
 * Reports every error that is logged, jobs that are given up among them, and requests that failed
 * without one.
 *
 * @param sendPii whether Sentry is told where people are
 * @returns what ends it
 */
export function reportToSentry(sentry: typeof SentryModule, sendPii: boolean): () => void {
  const ends = [
    subscribe('error', reportErrors(sentry, sendPii)),
    subscribe('failure', reportFailures(sentry, sendPii)),
  ]
  return () => {
    for (const end of ends) end()
  }
}
