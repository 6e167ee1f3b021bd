import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { Payload } from 'payload'

import { respondWithError } from '../respondWithError.ts'
import { Refusal } from '../../shared/errors/Refusal.ts'
import { requestContextOf } from '../../shared/requestContext.ts'

/** Files may take as long as the server lets any request take: a picture over a phone in a crowded hall. */
const isUpload = ({ url, headers }: IncomingMessage) =>
  url!.startsWith('/api/media') &&
  (headers['content-type']?.startsWith('multipart/form-data') ?? false)

const hasBody = ({ headers }: IncomingMessage) =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0

const tooSlow = () =>
  new Refusal(408, 'request_timeout', 'The body took too long to arrive.', { Connection: 'close' })

interface Arriving {
  req: IncomingMessage
  res: ServerResponse
}

/**
 * The station that gives a body so many seconds to arrive: one that trickles holds a connection, and
 * what was read of it, for as long as it likes. Nobody is called per body: from time to time those
 * that are under way are looked at, the last of each connection.
 */
export function bodyTimeout(payload: Payload, seconds: number) {
  const arriving = new Map<Socket, Arriving>()
  let timer: NodeJS.Timeout | undefined

  function cutOff({ req, res }: Arriving) {
    if (res.headersSent) {
      req.destroy()
      return
    }
    res.once('finish', () => req.destroy())
    respondWithError(payload, req, res, tooSlow())
  }

  function look() {
    const latest = performance.now() - seconds * 1000
    for (const [socket, one] of arriving) {
      const isLate = requestContextOf(one.req).startedAt < latest
      const isOver = one.req.complete || socket.destroyed
      if (isOver || isLate) arriving.delete(socket)
      if (isLate && !isOver) cutOff(one)
    }
    timer = arriving.size > 0 ? lookLater() : undefined
  }

  const lookLater = () => setTimeout(look, Math.min(1000, seconds * 250)).unref()

  return (req: IncomingMessage, res: ServerResponse): boolean => {
    if (hasBody(req) && !isUpload(req)) {
      arriving.set(req.socket, { req, res })
      timer ??= lookLater()
    }
    return false
  }
}
