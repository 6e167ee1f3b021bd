import type { Socket } from 'node:net'

import { hasBody, isMultipart } from '../body/bodyHeaders.ts'
import type { SendError } from '../errors/sendError.ts'
import type { Exchange, Guard } from '../exchange.ts'
import { Refusal } from '../../shared/errors/Refusal.ts'

/** Uploads have the time of the whole request: 20 MB over a phone in a crowded hall take minutes. */
const isUpload = ({ entry, req }: Exchange) =>
  entry.takesFiles && isMultipart(req.headers['content-type'])

const tooSlow = () =>
  new Refusal(408, 'request_timeout', 'The body took too long to arrive.', { Connection: 'close' })

/**
 * Gives a body so many seconds to arrive. Without it, a slow body would hold a
 * connection and memory for any time. One timer checks all arriving bodies, the last of each
 * connection: a timer per body would cost more.
 */
export function bodyTimeout(sendError: SendError, seconds: number): Guard {
  const arriving = new Map<Socket, Exchange>()
  let timer: NodeJS.Timeout | undefined

  function abort(exchange: Exchange) {
    const { req, res } = exchange
    if (res.headersSent) {
      req.destroy()
      return
    }
    res.once('finish', () => req.destroy())
    sendError(exchange, tooSlow())
  }

  function check() {
    const latest = performance.now() - seconds * 1000
    for (const [socket, one] of arriving) {
      const isLate = one.context.startedAt < latest
      const isOver = one.req.complete || socket.destroyed
      if (isOver || isLate) arriving.delete(socket)
      if (isLate && !isOver) abort(one)
    }
    timer = arriving.size > 0 ? checkLater() : undefined
  }

  const checkLater = () => setTimeout(check, Math.min(1000, seconds * 250)).unref()

  return (exchange) => {
    const { req } = exchange
    if (hasBody(req.headers) && !isUpload(exchange)) {
      arriving.set(req.socket, exchange)
      timer ??= checkLater()
    }
    return false
  }
}
