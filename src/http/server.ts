import { createServer, type RequestListener, type Server } from 'node:http'

import { readEnv } from '../runtime/env/env.ts'
import { slowReaderTimeout } from './timeouts/slowReaderTimeout.ts'

/** Bytes of a request line with all headers: more is answered with 431. Node's own default, said aloud. */
const maxHeaderSize = 16 * 1024

/** Headers of one request; those beyond are not looked at. Browsers behind two proxies send forty. */
const maxHeaders = 100

/**
 * The HTTP server for an app, not yet listening. Its times, in milliseconds:
 *
 * - a client has `CLIENT_SECONDS` for the headers, so that slow ones cannot hold all connections, and
 *   to go on reading; for a body it is `hurryBodies` that counts;
 * - the whole request may take ten minutes: a picture of 20 MB over a phone in a crowded hall;
 * - an idle connection lives longer than load balancers keep theirs (60 s). One that closes first
 *   on this side now and then meets a request that is on its way.
 */
export function createHttpServer(app: RequestListener): Server {
  const { CLIENT_SECONDS: seconds } = readEnv()
  const server = createServer(
    {
      headersTimeout: seconds * 1000,
      requestTimeout: 10 * 60_000,
      keepAliveTimeout: 65_000,
      connectionsCheckingInterval: Math.min(5000, seconds * 250),
      maxHeaderSize,
    },
    app,
  )
  server.maxHeadersCount = maxHeaders
  slowReaderTimeout(server, seconds)
  return server
}
