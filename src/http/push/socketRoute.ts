import type { Payload } from 'payload'

import type { PushSocket, SocketHandler } from './webSocket.ts'

/** The request that opens a WebSocket, as far as a route needs it. */
export interface SocketRequest {
  payload: Payload
  requestId: string
  /** The client's IP address. */
  address: string
  /** The `Authorization` header. */
  authorization: string | undefined
  /**
   * The headers with the cookie of the panel's session, when a page of this server opens the WebSocket. A
   * browser sends its cookies for pages of every site, and there is no preflight for a WebSocket.
   */
  session: Headers | undefined
}

/** A route that is a WebSocket. */
export interface SocketRoute {
  /** The subprotocol (RFC 6455, 1.9). A client that offers none may connect too. */
  protocol: string
  /** Checks the request before the handshake. @throws {Refusal} to refuse it */
  check: (request: SocketRequest) => void
  /** Takes an open connection. */
  open: (socket: PushSocket, request: SocketRequest) => SocketHandler
}
