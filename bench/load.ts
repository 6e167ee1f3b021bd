/**
 * The load, in a process of its own: what it costs to send requests must not be taken for what it
 * costs to answer them. It gets a `Load` over its channel, sends it, and tells what came back.
 */
import autocannon from 'autocannon'

export interface Sent {
  method: 'GET' | 'POST' | 'DELETE'
  path: string
  token?: string
  body?: string
  idempotencyKey?: string
  /** What the client takes, as browsers say it. */
  acceptEncoding?: string
}

export interface Load {
  url: string
  seconds: number
  connections: number
  /**
   * `once`: every request is sent once, by whichever connection is free; it ends when there are no
   * more. `turns`: each connection repeats a list of its own.
   */
  sharing: 'once' | 'turns'
  lists: Sent[][]
}

export interface Outcome {
  requests: number
  seconds: number
  p50: number
  p99: number
  /** Connections that failed, and answers that did not come. */
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

/** One request after the other. */
function oneByOne(all: Sent[]): autocannon.Request[] {
  let next = 0
  return [{ setupRequest: (request) => ({ ...request, ...asRequest(all[next++]!) }) }]
}

/** What is sent to whom, in the terms of autocannon. */
function plan({ connections, lists, sharing }: Load): Partial<autocannon.Options> {
  if (sharing === 'once') {
    const all = lists.flat()
    // Each connection makes one request that it never sends.
    return { requests: oneByOne(all), maxOverallRequests: all.length - connections }
  }
  let client = 0
  const setupClient = (connection: autocannon.Client) => {
    connection.setRequests(lists[client % lists.length]!.map(asRequest))
    client += 1
  }
  return { setupClient }
}

/** @returns what autocannon says, and the seconds until the last answer: it ends on a full one */
const send = (load: Load): Promise<[autocannon.Result, number]> =>
  new Promise((resolve, reject) => {
    const { url, connections, seconds } = load
    const began = performance.now()
    let answered = began
    const run = autocannon(
      { url, connections, duration: seconds, timeout: 60, ...plan(load) },
      (error: unknown, result) => {
        if (error instanceof Error) reject(error)
        else resolve([result, (answered - began) / 1000])
      },
    )
    run.on('response', () => {
      answered = performance.now()
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
