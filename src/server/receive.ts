import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'

import { noteVisit, type Visit } from '../lib/visit.ts'

/** An id that a client or proxy may give a request: nothing that could forge a line of a log. */
const acceptable = /^[\w.:-]{1,128}$/

const idOf = (given: string | string[] | undefined) =>
  typeof given === 'string' && acceptable.test(given) ? given : randomUUID()

/** Takes a request in: from here on it has an id, which its answer bears. */
export function receive(req: IncomingMessage, res: ServerResponse): Visit {
  const visit: Visit = {
    id: idOf(req.headers['x-request-id']),
    began: performance.now(),
    address: req.socket.remoteAddress ?? '',
    protocol: 'encrypted' in req.socket ? 'https' : 'http',
  }
  noteVisit(req, visit)
  res.setHeader('X-Request-Id', visit.id)
  return visit
}
