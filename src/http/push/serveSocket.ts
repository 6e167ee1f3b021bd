import type { IncomingHttpHeaders } from 'node:http'
import type { Payload } from 'payload'

import type { Env } from '../../runtime/env/env.ts'
import { Refusal } from '../../shared/errors/Refusal.ts'
import type { SendError } from '../errors/sendError.ts'
import type { Exchange, Serve } from '../exchange.ts'
import { isFromOwnPage } from '../security/originCheck.ts'
import { hasSessionCookie } from '../security/sessionCookie.ts'
import { asksForWebSocket } from './upgrade.ts'
import type { SocketRequest, SocketRoute } from './socketRoute.ts'
import { handshakesFor, PushSocket } from './webSocket.ts'

const keyForm = /^[+/\d a-z]{22}==$/i

const upgradeRequired = (headers: Record<string, string>) =>
  new Refusal(426, 'upgrade_required', 'This is a WebSocket: ask for an upgrade.', headers)

/** @throws {Refusal} 426 or 400 for a handshake that RFC 6455, 4.2 does not allow */
function checkHandshake({ req, upgrade }: Exchange) {
  const headers = { Upgrade: 'websocket', Connection: 'Upgrade' }
  if (!upgrade || !asksForWebSocket(req)) throw upgradeRequired(headers)
  const { 'sec-websocket-version': version, 'sec-websocket-key': key } = req.headers
  if (version !== '13') throw upgradeRequired({ ...headers, 'Sec-WebSocket-Version': '13' })
  if (!keyForm.test(key ?? '')) {
    throw new Refusal(400, 'bad_request', 'The Sec-WebSocket-Key cannot be read.')
  }
}

const sessionOf = (headers: IncomingHttpHeaders, isOwnPage: boolean) =>
  isOwnPage && hasSessionCookie(headers.cookie)
    ? new Headers({ cookie: headers.cookie! })
    : undefined

/** Serves the handshake of a WebSocket. A plain request gets a 426 (RFC 9110, 15.5.22). */
export function serveSocket(
  payload: Payload,
  env: Env,
  route: SocketRoute,
  sendError: SendError,
): Serve {
  const handshakes = handshakesFor(route.protocol)
  const isOwnPage = isFromOwnPage(env)

  const accept = (exchange: Exchange, request: SocketRequest) => {
    const { req, res, upgrade } = exchange
    const { socket, head } = upgrade!
    // The response of the pipeline lets go of the connection: the package writes the handshake.
    res.detachSocket(socket as never)
    handshakes.handleUpgrade(req, socket, head, (webSocket) => {
      const connection = new PushSocket(webSocket, socket)
      connection.handle(route.open(connection, request))
    })
    // The line in the log is that of the handshake. The request is not kept while the connection is open.
    res.statusCode = 101
    res.emit('close')
  }

  return (exchange) => {
    const { req, context } = exchange
    try {
      checkHandshake(exchange)
      const request = {
        payload,
        requestId: context.id,
        address: context.address,
        authorization: req.headers.authorization,
        session: sessionOf(req.headers, isOwnPage(req.headers)),
      }
      route.check(request)
      accept(exchange, request)
    } catch (error) {
      sendError(exchange, error)
    }
  }
}
