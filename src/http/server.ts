import { createServer, type Server } from 'node:http'

import { readEnv } from '../runtime/env/env.ts'
import type { App } from './app.ts'
import { listenForUpgrades, upgradableRequests } from './push/upgrade.ts'
import { slowReaderTimeout } from './timeouts/slowReaderTimeout.ts'
import { answerUnreadable } from './unreadableRequests.ts'

/** Bytes of a request line with all headers; larger ones get a 431. The same as Node's default. */
const maxHeaderSize = 16 * 1024

/** Headers of one request; Node ignores more. Browsers behind two proxies send forty. */
const maxHeaders = 100

/**
 * The HTTP server for a request listener, not yet listening.
 *
 * - A client has `CLIENT_SECONDS` to send the headers, and as long to read, so that slow clients cannot
 *   hold all connections. `bodyTimeout` applies to bodies.
 * - A whole request may take ten minutes: an image of 20 MB over a phone in a crowded hall.
 * - An idle connection stays open for 65 s, longer than load balancers keep theirs (60 s). If this side
 *   closed first, a request could arrive on a closed connection.
 */
export function createHttpServer(app: App): Server {
  const { CLIENT_SECONDS: seconds } = readEnv()
  const server = createServer(
    {
      headersTimeout: seconds * 1000,
      requestTimeout: 10 * 60_000,
      keepAliveTimeout: 65_000,
      connectionsCheckingInterval: Math.min(5000, seconds * 250),
      maxHeaderSize,
      IncomingMessage: upgradableRequests(app),
    },
    app,
  )
  server.maxHeadersCount = maxHeaders
  slowReaderTimeout(server, seconds)
  answerUnreadable(server)
  listenForUpgrades(server, app)
  return server
}
