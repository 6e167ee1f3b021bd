import { randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import proxyaddr from 'proxy-addr'

import type { TrustsProxy } from '../runtime/env/rates.ts'
import type { RequestContext } from '../shared/requestContext.ts'

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

/** A request as it arrived: id, start, client address and protocol. */
export interface Arrival extends Origin {
  id: string
  startedAt: number
}

/** @param trusts whether an address is a trusted proxy; without it none is */
export function receiveRequest(req: IncomingMessage, trusts?: TrustsProxy): Arrival {
  const { address, protocol } = trusts ? clientOf(req, trusts) : peerOf(req)
  const id = idOf(req.headers['x-request-id'])
  return { id, startedAt: performance.now(), address, protocol }
}

/**
 * Reads a request target that is a whole URL. Its host then replaces the header (RFC 9112, 3.2.2).
 *
 * @returns whether the target can be read
 */
export function readTarget(req: IncomingMessage): boolean {
  const target = req.url!
  if (target.startsWith('/')) return true
  // The whole server (RFC 9112, 3.2.4).
  if (target === '*') return req.method === 'OPTIONS'
  if (!URL.canParse(target)) return false
  const { host, pathname, search } = new URL(target)
  req.headers.host = host
  req.url = `${pathname}${search}`
  return true
}
