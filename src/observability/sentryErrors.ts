import type * as SentryModule from '@sentry/node'

import { type ErrorFacts, errorFacts } from './serializeError.ts'
import { type Happenings, whenever } from '../shared/diagnostics.ts'
import { scrub } from './redact.ts'
import type { Span } from '../shared/tracing.ts'
import type { Visit } from '../shared/requestContext.ts'

type Tags = Record<string, string | number>

/** Milliseconds in which the same failure of a route is reported once: a lost database fails them all. */
const quiet = 60_000

const errorOf = ({ type, message, stack, cause, code }: ErrorFacts): Error =>
  Object.assign(new Error(message, cause && { cause: errorOf(cause) }), { name: type, stack, code })

/**
 * The error without the values that its message may hold. Before Sentry sees it, which takes lines of
 * a message for files of the stack.
 */
const withoutValues = (error: unknown) =>
  errorOf(JSON.parse(scrub(JSON.stringify(errorFacts(error)))) as ErrorFacts)

const traceOf = (span: Span | undefined) =>
  span ? { trace: { trace_id: span.traceId, span_id: span.spanId } } : {}

const contextOf = (visit: Visit, sendPii: boolean, more: Tags = {}) => {
  const { id, userId, address, span, route } = visit
  return {
    user: { ...(userId ? { id: userId } : {}), ...(sendPii ? { ip_address: address } : {}) },
    tags: { request_id: id, ...(route ? { route } : {}), ...more },
    contexts: traceOf(span),
  }
}

function reportErrors(sentry: typeof SentryModule, sendPii: boolean) {
  return ({ error, message, visit, duty }: Happenings['error']) => {
    const extra = message ? { message } : {}
    if (visit) {
      visit.isReported = true
      sentry.captureException(withoutValues(error), { ...contextOf(visit, sendPii), extra })
    } else {
      const tags = duty && { job_id: duty.jobId, task: duty.task, attempt: duty.attempt }
      const contexts = traceOf(duty?.span)
      sentry.captureException(withoutValues(error), { tags, extra, contexts })
    }
  }
}

function reportFailures(sentry: typeof SentryModule, sendPii: boolean) {
  const told = new Map<string, number>()
  return ({ visit, method, route, status }: Happenings['failure']) => {
    const what = `${method} ${route} answered ${status}`
    const now = performance.now()
    if (now - (told.get(what) ?? -quiet) < quiet) return
    told.set(what, now)
    const context = contextOf(visit, sendPii, { method, route, status })
    sentry.captureMessage(what, { level: 'error', ...context })
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
    whenever('error', reportErrors(sentry, sendPii)),
    whenever('failure', reportFailures(sentry, sendPii)),
  ]
  return () => {
    for (const end of ends) end()
  }
}
