import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Payload } from 'payload'

import { sendError } from '../api/v1/sendError.ts'
import { networkOf } from '../lib/network.ts'
import { visitOf } from '../lib/visit.ts'
import { limitOf, useQuickly } from '../services/limits.ts'

/** What an orchestrator asks: it ends servers that do not answer, whoever shares its address. */
const isProbe = ({ url }: IncomingMessage) => /^\/api\/health\/(?:live|ready)$/.test(url ?? '')

/** The station at which a client that asks for too much is told so, before anything is done for it. */
export function limitRequests(payload: Payload) {
  if (!limitOf(payload, 'requests')) return () => false
  return (req: IncomingMessage, res: ServerResponse): boolean => {
    const { address, began } = visitOf(req)
    try {
      useQuickly(payload, 'requests', networkOf(address), began)
      return false
    } catch (error) {
      if (isProbe(req)) return false
      sendError(payload, req, res, error)
      return true
    }
  }
}
