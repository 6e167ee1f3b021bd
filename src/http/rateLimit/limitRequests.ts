import type { IncomingMessage } from 'node:http'
import type { Payload } from 'payload'

import { readEnv } from '../../runtime/env/env.ts'
import { networkOf } from './clientNetwork.ts'
import type { Guard } from '../exchange.ts'
import { limitOf, consume } from './limits.ts'

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

/** Refuses a client over its limit, before any work is done for the request. */
export function limitRequests(payload: Payload): Guard {
  if (!limitOf(payload, 'requests')) return () => false
  const warn = warnOfProxies(payload)
  return ({ req, entry, context }) => {
    if (!entry.isLimited) return false
    const { address, startedAt: now, response } = context
    try {
      consume(payload, 'requests', networkOf(address), { now, response })
    } catch (error) {
      warn(req)
      throw error
    }
    return false
  }
}
