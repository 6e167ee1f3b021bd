import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import proxyaddr from 'proxy-addr'

import type { TrustsProxy } from '../runtime/env/rates.ts'
import { attachRequestContext, type RequestContext } from '../shared/requestContext.ts'

/** A request id that a client or proxy may set. No character in it could forge a log line. */
const acceptable = /^[\w.:-]{1,128}$/

const idOf = (given: string | string[] | undefined) =>
  typeof given === 'string' && acceptable.test(given) ? given : randomUUID()

type Origin = Pick<RequestContext, 'address' | 'protocol'>

/** The other end of the connection. */
const peerOf = ({ socket }: IncomingMessage): Origin => ({
  address: socket.remoteAddress ?? '',
  protocol: 'encrypted' in socket ? 'https' : 'http',
})

/** The first value of a list: proxies append to it, so the first comes from the nearest to the client. */
const firstOf = (header: string | string[] | undefined) =>
  typeof header === 'string' ? header.split(',', 1)[0]!.trim() : undefined

/**
 * The client behind the trusted proxies. The headers of all others are ignored. `X-Forwarded-Host` is
 * never read: a proxy that does not know it passes on the value of the client.
 */
function clientOf(req: IncomingMessage, trusts: TrustsProxy): Origin {
  const peer = peerOf(req)
  if (!trusts(peer.address, 0)) return peer
  const proto = firstOf(req.headers['x-forwarded-proto'])?.toLowerCase()
  return {
    address: proxyaddr(req, trusts),
    protocol: proto === 'https' || proto === 'http' ? proto : peer.protocol,
  }
}

/**
 * Gives a request its context: id, start, client address and protocol.
 *
 * @param trusts whether an address is a trusted proxy; without it none is
 */
export function receiveRequest(
  req: IncomingMessage,
  res: ServerResponse,
  trusts?: TrustsProxy,
): RequestContext {
  const { address, protocol } = trusts ? clientOf(req, trusts) : peerOf(req)
  const context: RequestContext = {
    id: idOf(req.headers['x-request-id']),
    startedAt: performance.now(),
    address,
    protocol,
    response: res,
  }
  attachRequestContext(req, context)
  return context
}
