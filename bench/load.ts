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
   * `once`: each request is sent once, by any free connection, until all are sent. `repeat`: each
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

/** Sends the requests one after another. */
function oneByOne(all: Sent[]): autocannon.Request[] {
  let next = 0
  return [{ setupRequest: (request) => ({ ...request, ...asRequest(all[next++]!) }) }]
}

/** The load as options of autocannon. */
function plan({ connections, lists, sharing }: Load): Partial<autocannon.Options> {
  if (sharing === 'once') {
    const all = lists.flat()
    // autocannon prepares one request on each connection that it never sends.
    return { requests: oneByOne(all), maxOverallRequests: all.length - connections }
  }
  let client = 0
  const setupClient = (connection: autocannon.Client) => {
    connection.setRequests(lists[client % lists.length]!.map(asRequest))
    client += 1
  }
  return { setupClient }
}

/** @returns the result of autocannon, which ends on a full second, and the seconds until the last response */
const send = (load: Load): Promise<[autocannon.Result, number]> =>
  new Promise((resolve, reject) => {
    const { url, connections, seconds } = load
    const began = performance.now()
    let lastResponse = began
    const run = autocannon(
      { url, connections, duration: seconds, timeout: 60, ...plan(load) },
      (error: unknown, result) => {
        if (error instanceof Error) reject(error)
        else resolve([result, (lastResponse - began) / 1000])
      },
    )
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
