import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import proxyaddr from 'proxy-addr'

import type { TrustsProxy } from '../runtime/env/rates.ts'
import { attachRequestContext, type RequestContext } from '../shared/requestContext.ts'

/** An id that a client or proxy may give a request: nothing that could forge a line of a log. */
const acceptable = /^[\w.:-]{1,128}$/

const idOf = (given: string | string[] | undefined) =>
  typeof given === 'string' && acceptable.test(given) ? given : randomUUID()

type Origin = Pick<RequestContext, 'address' | 'protocol'>

/** Who is at the other end of the connection. */
const peerOf = ({ socket }: IncomingMessage): Origin => ({
  address: socket.remoteAddress ?? '',
  protocol: 'encrypted' in socket ? 'https' : 'http',
})

/** What the proxy nearest to the client has said: those behind it append to the list. */
const firstOf = (said: string | string[] | undefined) =>
  typeof said === 'string' ? said.split(',', 1)[0]!.trim() : undefined

/**
 * Who is behind the proxies that are trusted: of what the others say nothing is believed. Not by which
 * host they came: proxies hand on an `X-Forwarded-Host` that they know nothing of, and it may be the
 * client's own.
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
 * Takes a request in: from here on it has an id.
 *
 * @param trusts whether a proxy is believed; without it nobody is
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
