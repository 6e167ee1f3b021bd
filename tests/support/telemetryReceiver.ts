import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'

/** One item of a report, as Sentry's servers receive it. */
export interface Report {
  type: string
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- whatever was sent
  body: any
}

export interface SentSpan {
  traceId: string
  spanId: string
  parentSpanId?: string
  name: string
  attributes: Record<string, unknown>
  status: number | undefined
}

export interface Receiver {
  dsn: string
  endpoint: string
  /** The bodies of all requests. */
  received: string[]
  reports: () => Report[]
  spans: () => SentSpan[]
  /** Refuses all requests from now on, or accepts them again. */
  refuse: (isRefusing: boolean) => void
  stop: () => Promise<void>
}

/** An envelope has one line of header, then two lines for each item: a header and a body. */
function reportsIn(envelope: string): Report[] {
  const lines = envelope.split('\n').slice(1)
  const reports: Report[] = []
  for (let at = 0; at + 1 < lines.length; at += 2) {
    const { type } = JSON.parse(lines[at]!) as { type: string }
    reports.push({ type, body: JSON.parse(lines[at + 1]!) })
  }
  return reports
}

interface OtlpValue {
  stringValue?: string
  intValue?: number
  boolValue?: boolean
}

interface OtlpSpan extends Omit<SentSpan, 'attributes' | 'status'> {
  attributes: { key: string; value: OtlpValue }[]
  status: { code?: number }
}

interface OtlpRequest {
  resourceSpans: { scopeSpans: { spans: OtlpSpan[] }[] }[]
}

const spansIn = (request: string): SentSpan[] =>
  (JSON.parse(request) as OtlpRequest).resourceSpans.flatMap(({ scopeSpans }) =>
    scopeSpans.flatMap(({ spans }) =>
      spans.map(({ attributes, status, ...span }) => ({
        ...span,
        status: status.code,
        attributes: Object.fromEntries(
          attributes.map(({ key, value }) => [key, Object.values(value)[0]]),
        ),
      })),
    ),
  )

/** Receives and stores what a platform sends to Sentry and to an OpenTelemetry collector. */
export async function startReceiver(): Promise<Receiver> {
  const envelopes: string[] = []
  const traces: string[] = []
  let refusing = false
  const server = createServer((req, res) => {
    void text(req).then((body) => {
      if (refusing) return req.socket.destroy()
      ;(req.url!.includes('/envelope/') ? envelopes : traces).push(body)
      return res.writeHead(200, { 'Content-Type': 'application/json' }).end('{}')
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    dsn: `http://abcdefabcdef@127.0.0.1:${port}/1`,
    endpoint: `http://127.0.0.1:${port}`,
    get received() {
      return [...envelopes, ...traces]
    },
    reports: () => envelopes.flatMap(reportsIn),
    spans: () => traces.flatMap(spansIn),
    refuse: (isRefusing) => (refusing = isRefusing),
    stop: () => {
      server.closeAllConnections()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}
