import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'

/** One item that was reported, as Sentry's servers are sent it. */
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
  /** Everything that has come, word for word. */
  received: string[]
  reports: () => Report[]
  spans: () => SentSpan[]
  /** Has everything refused from now on, or not any more. */
  refuse: (isRefusing: boolean) => void
  stop: () => Promise<void>
}

/** An envelope is lines: a header, then a header and a body each item. */
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

/** Takes what a platform reports to Sentry and to a collector of OpenTelemetry, and keeps it. */
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
