import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Payload } from 'payload'

import { respondWithError } from '../respondWithError.ts'
import { readEnv } from '../../runtime/env/env.ts'
import { networkOf } from './clientNetwork.ts'
import { requestContextOf } from '../../shared/requestContext.ts'
import { limitOf, consume } from './limits.ts'

/** What an orchestrator asks: it ends servers that do not answer, whoever shares its address. */
const isProbe = ({ url }: IncomingMessage) => /^\/api\/health\/(?:live|ready)$/.test(url ?? '')

/** Says once that all clients may be counted as one: the mistake of a proxy that was not named. */
function warnOfProxies({ logger }: Payload) {
  let isSaid = readEnv().TRUSTED_PROXIES !== undefined
  return ({ headers, socket }: IncomingMessage) => {
    if (isSaid || headers['x-forwarded-for'] === undefined) return
    isSaid = true
    logger.warn(
      `${socket.remoteAddress} asks for too much and says it asks for others. ` +
        'If it is your proxy, name it in TRUSTED_PROXIES.',
    )
  }
}

/** The station at which a client that asks for too much is told so, before anything is done for it. */
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
