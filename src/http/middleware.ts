import type { IncomingMessage, ServerResponse } from 'node:http'

/** Handles a request and returns true, or leaves the request untouched and returns false. */
export type Middleware = (req: IncomingMessage, res: ServerResponse) => boolean
