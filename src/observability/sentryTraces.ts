import type * as SentryModule from '@sentry/node'
import type { Span as SentrySpan } from '@sentry/node'

import type { Span, Tracer } from '../shared/tracing.ts'

const spanOf = (sentry: typeof SentryModule, span: SentrySpan): Span => {
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

/** Sampling is decided at the root of a trace; a caller's `sentry-trace` header decides for the rest of it. */
export const sentryTracer = (sentry: typeof SentryModule, sendPii: boolean): Tracer => ({
  begin: (kind, name, attributes, headers = {}) => {
    const { 'client.address': _address, 'user_agent.original': _agent, ...known } = attributes
    const start = () =>
      sentry.startInactiveSpan({
        name,
        op: kind === 'request' ? 'http.server' : 'queue.process',
        attributes: sendPii ? attributes : known,
        parentSpan: null,
      })
    const sentryTrace = headers['sentry-trace']
    const span =
      typeof sentryTrace === 'string'
        ? sentry.continueTrace({ sentryTrace, baggage: headers.baggage }, start)
        : sentry.startNewTrace(start)
    return span.isRecording() ? spanOf(sentry, span) : undefined
  },
})
