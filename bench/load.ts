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

const asRequest = ({ method, path, token, body }: Sent): autocannon.Request => ({
  method,
  path,
  headers: {
    ...(token ? { authorization: `Bearer ${token}` } : {}),
    ...(body === undefined ? {} : { 'content-type': 'application/json' }),
  },
  body,
})

/** What one request after the other is made of, until there are no more. */
function oneByOne(all: Sent[], end: () => void): autocannon.Request[] {
  let next = 0
  const setupRequest = (request: autocannon.Request) => {
    const sent = all[next]
    next += 1
    if (next === all.length) end()
    // The last connections still ask for something to send while the end is under way.
    return { ...request, ...asRequest(sent ?? { method: 'GET', path: '/' }) }
  }
  return [{ setupRequest }]
}

function send({ url, seconds, connections, sharing, lists }: Load): Promise<autocannon.Result> {
  return new Promise((resolve, reject) => {
    const done = (error: unknown, result: autocannon.Result) =>
      error instanceof Error ? reject(error) : resolve(result)
    const common = { url, connections, duration: seconds, timeout: 60 }
    if (sharing === 'once') {
      const run = autocannon(
        { ...common, requests: oneByOne(lists.flat(), () => setImmediate(() => run.stop())) },
        done,
      )
      return
    }
    let client = 0
    const setupClient = (connection: autocannon.Client) => {
      connection.setRequests(lists[client % lists.length]!.map(asRequest))
      client += 1
    }
    autocannon({ ...common, setupClient }, done)
  })
}

process.on('message', (load: Load | 'usage') => {
  if (load === 'usage') return
  const began = performance.now()
  void send(load).then((result) => {
    const stats = result.statusCodeStats
    const statuses = Object.entries(stats ?? {}).map(([code, { count = 0 }]) => [code, count])
    process.send?.({
      requests: result.requests.total,
      seconds: (performance.now() - began) / 1000,
      p50: result.latency.p50,
      p99: result.latency.p99,
      errors: result.errors + result.timeouts,
      statuses: Object.fromEntries(statuses) as Record<string, number>,
    } satisfies Outcome)
  })
})
