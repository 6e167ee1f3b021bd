/**
 * The load generator, in its own process, so that the cost of sending requests is not measured as the
 * cost of responding. It receives a `Load` over its channel, sends it, and reports the outcome.
 */
import autocannon from 'autocannon'

export interface Sent {
  method: 'GET' | 'POST' | 'DELETE'
  path: string
  token?: string
  body?: string
  idempotencyKey?: string
  /** The value of the `Accept-Encoding` header. */
  acceptEncoding?: string
}

export interface Load {
  url: string
  seconds: number
  connections: number
  /**
   * `once`: each request is sent once, and each connection has its share of them. `repeat`: each
   * connection repeats its own list.
   */
  sharing: 'once' | 'repeat'
  lists: Sent[][]
}

export interface Outcome {
  requests: number
  seconds: number
  p50: number
  p99: number
  /** Failed connections, and requests without a response. */
  errors: number
  statuses: Record<string, number>
}

const asRequest = ({
  method,
  path,
  token,
  body,
  idempotencyKey,
  acceptEncoding,
}: Sent): autocannon.Request => ({
  method,
  path,
  headers: {
    ...(token ? { authorization: `Bearer ${token}` } : {}),
    ...(idempotencyKey ? { 'idempotency-key': idempotencyKey } : {}),
    ...(acceptEncoding ? { 'accept-encoding': acceptEncoding } : {}),
    ...(body === undefined ? {} : { 'content-type': 'application/json' }),
  },
  body,
})

/** Every n-th request, so that each of n connections sends its share. */
const shareOf = (all: Sent[], connections: number, index: number) =>
  all.filter((_, place) => place % connections === index)

/** The requests of each connection. All are built before the first is sent: building them costs more than sending. */
function plan({ connections, lists, sharing }: Load): Partial<autocannon.Options> {
  const all = lists.flat()
  const isOnce = sharing === 'once'
  let client = 0
  const setupClient = (connection: autocannon.Client) => {
    const requests = isOnce ? shareOf(all, connections, client) : lists[client % lists.length]!
    connection.setRequests(requests.map(asRequest))
    client += 1
  }
  return {
    setupClient,
    // A connection that has sent its share ends, and repeats nothing.
    ...(isOnce ? { maxConnectionRequests: Math.floor(all.length / connections) } : {}),
  }
}

/** @returns the result of autocannon, which ends on a full second, and the seconds until the last response */
const send = (load: Load): Promise<[autocannon.Result, number]> =>
  new Promise((resolve, reject) => {
    const { url, connections, seconds } = load
    let began = performance.now()
    let lastResponse = began
    const run = autocannon(
      { url, connections, duration: seconds, timeout: 60, ...plan(load) },
      (error: unknown, result) => {
        if (error instanceof Error) reject(error)
        else resolve([result, (lastResponse - began) / 1000])
      },
    )
    run.on('start', () => {
      began = performance.now()
    })
    run.on('response', () => {
      lastResponse = performance.now()
    })
  })

process.on('message', (load: Load | 'usage') => {
  if (load === 'usage') return
  void send(load).then(([result, seconds]) => {
    const stats = result.statusCodeStats
    const statuses = Object.entries(stats ?? {}).map(([code, { count = 0 }]) => [code, count])
    process.send?.({
      requests: result.requests.total,
      seconds,
      p50: result.latency.p50,
      p99: result.latency.p99,
      errors: result.errors + result.timeouts,
      statuses: Object.fromEntries(statuses) as Record<string, number>,
    } satisfies Outcome)
  })
})
