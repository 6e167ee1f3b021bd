type Attributes = Record<string, string | number | boolean | undefined>

/** A piece of work within a trace. */
export interface Span {
  /** The trace that it belongs to (W3C Trace Context), and its own id, both hexadecimal. */
  readonly traceId: string
  readonly spanId: string
  /** Begins a piece of work within this one. */
  child(name: string, attributes: Attributes): Span
  /** @param failed what went wrong, or whether anything did */
  end(said?: { name?: string; attributes?: Attributes; failed?: unknown }): void
}

export interface Tracer {
  /**
   * Begins a trace, or goes on with one that the caller has begun; undefined for one that is not to be
   * kept.
   *
   * @param headers those of the request: `traceparent` names the caller's trace
   */
  begin(
    kind: 'request' | 'job',
    name: string,
    attributes: Attributes,
    headers?: Record<string, string | string[] | undefined>,
  ): Span | undefined
}

/** On the process, because Next's bundle has a copy of this module of its own. */
const key = Symbol.for('robo-events.tracer')
const process = globalThis as unknown as Record<symbol, Tracer | undefined>

/** What traces requests, jobs and statements; undefined, and free of cost, unless it is asked for. */
export const tracer = (): Tracer | undefined => process[key]

export function setTracer(which: Tracer | undefined): void {
  process[key] = which
}

const together = (spans: [Span, ...Span[]]): Span => ({
  traceId: spans[0].traceId,
  spanId: spans[0].spanId,
  child: (name, attributes) =>
    together(spans.map((span) => span.child(name, attributes)) as [Span, ...Span[]]),
  end: (said) => spans.forEach((span) => span.end(said)),
})

/** Several tracers as one. */
export const combineTracers = (tracers: Tracer[]): Tracer | undefined =>
  tracers.length < 2
    ? tracers[0]
    : {
        begin: (...args) => {
          const [first, ...others] = tracers.flatMap((each) => each.begin(...args) ?? [])
          return first && together([first, ...others])
        },
      }
