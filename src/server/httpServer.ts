import { createServer, type RequestListener, type Server } from 'node:http'

/**
 * The HTTP server for an app, not yet listening. Its times, in milliseconds:
 *
 * - a client has half a minute for the headers, so that slow ones cannot hold all connections;
 * - the whole request may take ten: a picture of 20 MB over a phone in a crowded hall;
 * - an idle connection lives longer than load balancers keep theirs (60 s). One that closes first
 *   on this side now and then meets a request that is on its way.
 */
export const createHttpServer = (app: RequestListener): Server =>
  createServer(
    { headersTimeout: 30_000, requestTimeout: 10 * 60_000, keepAliveTimeout: 65_000 },
    app,
  )
