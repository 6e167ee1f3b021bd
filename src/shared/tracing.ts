type Attributes = Record<string, string | number | boolean | undefined>

/** A timed piece of work within a trace. */
export interface Span {
  /** The id of its trace (W3C Trace Context) and its own id, both hexadecimal. */
  readonly traceId: string
  readonly spanId: string
  /** Starts a span within this one. */
  child(name: string, attributes: Attributes): Span
  /** @param result `failed` is the error, or true after a failure without one */
  end(result?: { name?: string; attributes?: Attributes; failed?: unknown }): void
}

export interface Tracer {
  /**
   * Starts a trace, or continues the caller's trace. Undefined if the sampler drops the trace.
   *
   * @param headers the request's headers; `traceparent` names the caller's trace
   */
  begin(
    kind: 'request' | 'job',
    name: string,
    attributes: Attributes,
    headers?: Record<string, string | string[] | undefined>,
  ): Span | undefined
}

/** A property of the process, because Next's bundle has its own copy of this module. */
const key = Symbol.for('robo-events.tracer')
const process = globalThis as unknown as Record<symbol, Tracer | undefined>

/** The tracer of requests, jobs and statements; undefined, and without cost, if tracing is off. */
export const tracer = (): Tracer | undefined => process[key]

export function setTracer(tracer: Tracer | undefined): void {
  process[key] = tracer
}

const combineSpans = (spans: [Span, ...Span[]]): Span => ({
  traceId: spans[0].traceId,
  spanId: spans[0].spanId,
  child: (name, attributes) =>
    combineSpans(spans.map((span) => span.child(name, attributes)) as [Span, ...Span[]]),
  end: (result) => spans.forEach((span) => span.end(result)),
})

/** One tracer that passes everything to several tracers. */
export const combineTracers = (tracers: Tracer[]): Tracer | undefined =>
  tracers.length < 2
    ? tracers[0]
    : {
        begin: (...args) => {
          const [first, ...others] = tracers.flatMap((each) => each.begin(...args) ?? [])
          return first && combineSpans([first, ...others])
        },
      }
