import {
  type Context,
  createTraceState,
  isSpanContextValid,
  ROOT_CONTEXT,
  type Span as OtelSpan,
  SpanKind,
  SpanStatusCode,
  trace,
  type Tracer as OtelTracer,
} from '@opentelemetry/api'
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http'
import { resourceFromAttributes } from '@opentelemetry/resources'
import {
  BatchSpanProcessor,
  NodeTracerProvider,
  ParentBasedSampler,
  TraceIdRatioBasedSampler,
} from '@opentelemetry/sdk-trace-node'

import type { Env } from '../runtime/env/env.ts'
import type { Span, Tracer } from '../shared/tracing.ts'
import { version } from '../shared/version.ts'
import type { Reporting } from './sentry.ts'

/** Milliseconds that a stopping process takes to send its last traces. */
const timeoutMs = 2000

/** `traceparent` (W3C Trace Context, 3.2). Of later versions the fields of this version are read. */
const traceparent = /^(?!ff)[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(?:-|$)/

type Headers = Record<string, string | string[] | undefined>

/** The caller's trace, if the headers have a valid one. */
function callersContext({ traceparent: given, tracestate }: Headers): Context {
  const [, traceId, spanId, flags] = (typeof given === 'string' && traceparent.exec(given)) || []
  const spanContext = {
    traceId: traceId ?? '',
    spanId: spanId ?? '',
    traceFlags: parseInt(flags ?? '0', 16) & 1,
    isRemote: true,
    ...(typeof tracestate === 'string' ? { traceState: createTraceState(tracestate) } : {}),
  }
  return isSpanContextValid(spanContext)
    ? trace.setSpanContext(ROOT_CONTEXT, spanContext)
    : ROOT_CONTEXT
}

const nameOf = (failed: unknown) => (failed instanceof Error ? failed.name : 'error')

function spanOf(tracer: OtelTracer, span: OtelSpan): Span {
  const { traceId, spanId } = span.spanContext()
  const context = trace.setSpan(ROOT_CONTEXT, span)
  return {
    traceId,
    spanId,
    child: (name, attributes) =>
      spanOf(tracer, tracer.startSpan(name, { kind: SpanKind.CLIENT, attributes }, context)),
    end: ({ name, attributes, failed } = {}) => {
      if (name) span.updateName(name)
      if (attributes) span.setAttributes(attributes)
      if (failed) {
        // Not its message, which may hold personal data. The log has it, with the id of the trace.
        span.setAttribute('error.type', nameOf(failed))
        span.setStatus({ code: SpanStatusCode.ERROR })
      }
      span.end()
    },
  }
}

const kinds = { request: SpanKind.SERVER, job: SpanKind.CONSUMER }

/**
 * Sends traces to `OTEL_EXPORTER_OTLP_ENDPOINT`. The provider is not registered for the whole process,
 * where it would conflict with the provider of another library.
 */
export function startOpenTelemetry(env: Env): Reporting {
  const url = `${env.OTEL_EXPORTER_OTLP_ENDPOINT!.replace(/\/$/, '')}/v1/traces`
  const provider = new NodeTracerProvider({
    resource: resourceFromAttributes({
      'service.name': env.OTEL_SERVICE_NAME,
      'service.version': version,
    }),
    sampler: new ParentBasedSampler({
      root: new TraceIdRatioBasedSampler(env.OTEL_TRACES_SAMPLER_ARG),
    }),
    spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter({ url }))],
  })
  const tracer = provider.getTracer('robo-events-platform', version)
  const begin: Tracer['begin'] = (kind, name, attributes, headers = {}) => {
    const span = tracer.startSpan(name, { kind: kinds[kind], attributes }, callersContext(headers))
    return span.isRecording() ? spanOf(tracer, span) : undefined
  }
  return {
    tracer: { begin },
    close: async () => {
      const timeout = new Promise((resolve) => setTimeout(resolve, timeoutMs).unref())
      await Promise.race([provider.shutdown().catch(() => undefined), timeout])
    },
  }
}
