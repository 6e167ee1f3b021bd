import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Payload } from 'payload'

import { respondWithError } from '../respondWithError.ts'
import { readEnv } from '../../runtime/env/env.ts'
import { networkOf } from './clientNetwork.ts'
import { requestContextOf } from '../../shared/requestContext.ts'
import { limitOf, consume } from './limits.ts'

/** The probes of an orchestrator. It restarts a server that does not respond, so they have no limit. */
const isProbe = ({ url }: IncomingMessage) => /^\/api\/health\/(?:live|ready)$/.test(url ?? '')

/** Warns once that a proxy is missing in `TRUSTED_PROXIES`: then all clients count as one. */
function warnOfProxies({ logger }: Payload) {
  let hasWarned = readEnv().TRUSTED_PROXIES !== undefined
  return ({ headers, socket }: IncomingMessage) => {
    if (hasWarned || headers['x-forwarded-for'] === undefined) return
    hasWarned = true
    logger.warn(
      `${socket.remoteAddress} asks for too much and says it asks for others. ` +
        'If it is your proxy, name it in TRUSTED_PROXIES.',
    )
  }
}

/** The middleware that refuses a client over its limit, before any work is done for the request. */
export function limitRequests(payload: Payload) {
  if (!limitOf(payload, 'requests')) return () => false
  const warn = warnOfProxies(payload)
  return (req: IncomingMessage, res: ServerResponse): boolean => {
    const { address, startedAt } = requestContextOf(req)
    try {
      consume(payload, 'requests', networkOf(address), startedAt)
      return false
    } catch (error) {
      warn(req)
      if (isProbe(req)) return false
      respondWithError(payload, req, res, error)
      return true
    }
  }
}
