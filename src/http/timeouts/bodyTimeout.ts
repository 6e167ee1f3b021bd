import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { Payload } from 'payload'

import { hasBody, isMultipart } from '../body/bodyHeaders.ts'
import { respondWithError } from '../respondWithError.ts'
import { Refusal } from '../../shared/errors/Refusal.ts'
import { requestContextOf } from '../../shared/requestContext.ts'

/** Uploads have the time of the whole request: 20 MB over a phone in a crowded hall take minutes. */
const isUpload = ({ url, headers }: IncomingMessage) =>
  url!.startsWith('/api/media') && isMultipart(headers['content-type'])

const tooSlow = () =>
  new Refusal(408, 'request_timeout', 'The body took too long to arrive.', { Connection: 'close' })

interface Arriving {
  req: IncomingMessage
  res: ServerResponse
}

/**
 * Middleware that gives a body so many seconds to arrive. Without it, a slow body would hold a
 * connection and memory for any time. One timer checks all arriving bodies, the last of each
 * connection: a timer per body would cost more.
 */
export function bodyTimeout(payload: Payload, seconds: number) {
  const arriving = new Map<Socket, Arriving>()
  let timer: NodeJS.Timeout | undefined

  function abort({ req, res }: Arriving) {
    if (res.headersSent) {
      req.destroy()
      return
    }
    res.once('finish', () => req.destroy())
    respondWithError(payload, req, res, tooSlow())
  }

  function check() {
    const latest = performance.now() - seconds * 1000
    for (const [socket, one] of arriving) {
      const isLate = requestContextOf(one.req).startedAt < latest
      const isOver = one.req.complete || socket.destroyed
      if (isOver || isLate) arriving.delete(socket)
      if (isLate && !isOver) abort(one)
    }
    timer = arriving.size > 0 ? checkLater() : undefined
  }

  const checkLater = () => setTimeout(check, Math.min(1000, seconds * 250)).unref()

  return (req: IncomingMessage, res: ServerResponse): boolean => {
    if (hasBody(req.headers) && !isUpload(req)) {
      arriving.set(req.socket, { req, res })
      timer ??= checkLater()
    }
    return false
  }
}
