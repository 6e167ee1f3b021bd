import type * as SentryModule from '@sentry/node'
import type { ErrorEvent, Span as SentrySpan } from '@sentry/node'

import type { Env } from '../../config/env.ts'
import { type Happenings, whenever } from '../../lib/happenings.ts'
import { scrub } from '../../lib/scrub.ts'
import type { Span, Tracer } from '../../lib/tracing.ts'
import { version } from '../../lib/version.ts'
import type { Visit } from '../../lib/visit.ts'

type Sentry = typeof SentryModule
type Context = Parameters<Sentry['captureException']>[1]

/** Milliseconds that a stopping process waits for reports to be on their way. */
const patience = 2000

/** Milliseconds in which the same failure of a route is reported once: a lost database fails them all. */
const quiet = 60_000

const emails = /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g

/** An event without secrets, and unless it is asked for without addresses of people. */
const cleaned = <Event extends object>(event: Event, sendPii: boolean): Event => {
  const text = scrub(JSON.stringify(event))
  return JSON.parse(sendPii ? text : text.replace(emails, '[email]')) as Event
}

/** Nothing that patches other packages: what is reported is handed over by the platform itself. */
function init(sentry: Sentry, env: Env) {
  const sendPii = env.SENTRY_SEND_PII
  sentry.initWithoutDefaultIntegrations({
    dsn: env.SENTRY_DSN,
    release: `robo-events-platform@${version}`,
    environment: env.NODE_ENV,
    includeServerName: sendPii,
    enableOpenTelemetrySetup: false,
    enableRuntimeChannelInjection: false,
    // Crumbs would be of all requests together: they are in the log, under the request's id.
    maxBreadcrumbs: 0,
    tracesSampleRate: env.SENTRY_TRACES_SAMPLE_RATE || undefined,
    traceLifecycle: 'static',
    integrations: [
      sentry.linkedErrorsIntegration(),
      sentry.dedupeIntegration(),
      sentry.contextLinesIntegration(),
      sentry.nodeContextIntegration(),
    ],
    beforeSend: (event: ErrorEvent) => cleaned(event, sendPii),
    beforeSendTransaction: (event) => cleaned(event, sendPii),
  })
}

const traceOf = (span: Span | undefined) =>
  span ? { trace: { trace_id: span.traceId, span_id: span.spanId } } : {}

const contextOf = (visit: Visit, sendPii: boolean, more: object = {}): Context => {
  const { id, userId, address, span, route } = visit
  const user = { ...(userId ? { id: userId } : {}), ...(sendPii ? { ip_address: address } : {}) }
  return {
    user,
    tags: { request_id: id, ...(route ? { route } : {}), ...more },
    contexts: traceOf(span),
  }
}

function reportErrors(sentry: Sentry, sendPii: boolean) {
  return ({ error, message, visit, duty }: Happenings['error']) => {
    const extra = message ? { message } : {}
    if (visit) visit.isReported = true
    if (visit) sentry.captureException(error, { ...contextOf(visit, sendPii), extra } as Context)
    else {
      const tags = duty && { job_id: duty.jobId, task: duty.task, attempt: duty.attempt }
      sentry.captureException(error, { tags, extra, contexts: traceOf(duty?.span) } as Context)
    }
  }
}

function reportFailures(sentry: Sentry, sendPii: boolean) {
  const told = new Map<string, number>()
  return ({ visit, method, route, status }: Happenings['failure']) => {
    const what = `${method} ${route} answered ${status}`
    const now = performance.now()
    if (now - (told.get(what) ?? -quiet) < quiet) return
    told.set(what, now)
    sentry.captureMessage(what, {
      level: 'error',
      ...(contextOf(visit, sendPii, { method, route, status }) as object),
    })
  }
}

/** Only when it is given up: before that it is tried again, and the log has it. */
const reportJobs =
  (sentry: Sentry) =>
  ({ error, last, task, id, attempt }: Happenings['job']) => {
    if (!last) return
    sentry.captureException(error, { tags: { job_id: id, task, attempt } })
  }

const spanOf = (sentry: Sentry, span: SentrySpan): Span => {
  const { traceId, spanId } = span.spanContext()
  return {
    traceId,
    spanId,
    child: (name, attributes) =>
      spanOf(
        sentry,
        sentry.startInactiveSpan({
          name: String(attributes['db.query.text'] ?? name),
          op: 'db',
          attributes,
          parentSpan: span,
        }),
      ),
    end: ({ name, attributes, failed } = {}) => {
      if (name) sentry.updateSpanName(span, name)
      if (attributes) span.setAttributes(attributes)
      if (failed) span.setStatus({ code: 2, message: 'internal_error' })
      span.end()
    },
  }
}

/** Traces are sampled at their root; a caller's `sentry-trace` decides for those that go on. */
const tracerOf = (sentry: Sentry, sendPii: boolean): Tracer => ({
  begin: (kind, name, attributes, headers = {}) => {
    const { 'client.address': _address, 'user_agent.original': _agent, ...known } = attributes
    const start = () =>
      sentry.startInactiveSpan({
        name,
        op: kind === 'request' ? 'http.server' : 'queue.process',
        attributes: sendPii ? attributes : known,
        parentSpan: null,
        forceTransaction: true,
      })
    const sentryTrace = headers['sentry-trace']
    const span =
      typeof sentryTrace === 'string'
        ? sentry.continueTrace({ sentryTrace, baggage: headers.baggage }, start)
        : sentry.startNewTrace(start)
    return span.isRecording() ? spanOf(sentry, span) : undefined
  },
})

export interface Reporting {
  tracer?: Tracer
  /** Sends what is on its way, within a bound. */
  close(): Promise<unknown>
}

/** Reports errors, requests that failed and jobs that were given up to `SENTRY_DSN`. */
export async function startSentry(env: Env): Promise<Reporting> {
  const sentry = await import('@sentry/node')
  const sendPii = env.SENTRY_SEND_PII
  init(sentry, env)
  const ends = [
    whenever('error', reportErrors(sentry, sendPii)),
    whenever('failure', reportFailures(sentry, sendPii)),
    whenever('job', reportJobs(sentry)),
  ]
  return {
    tracer: env.SENTRY_TRACES_SAMPLE_RATE > 0 ? tracerOf(sentry, sendPii) : undefined,
    close: () => {
      for (const end of ends) end()
      return sentry.close(patience)
    },
  }
}
