import type { Payload } from 'payload'

import { connectionFailedSince } from '../../database/pools.ts'
import { databaseUnavailable } from '../../shared/errors/databaseFailure.ts'
import type { FetchHandler } from './bridge.ts'

/**
 * Payload takes a caller whose session it could not look up for one who is not signed in, and an account
 * that it could not look up for a wrong password. An app that gets a 401 signs its user out, so a refusal
 * that may come from that is a 503 instead.
 */
export const failWhenDatabaseUnavailable =
  (payload: Payload, handler: FetchHandler): FetchHandler =>
  async (request) => {
    const began = performance.now()
    const response = await handler(request)
    // Payload's own answers to errors have a status alone.
    if (response.status === 503 && !response.headers.has('Retry-After')) {
      response.headers.set('Retry-After', '1')
    }
    const isRefused = response.status === 401 || response.status === 403
    if (!isRefused || !connectionFailedSince(payload, began)) return response
    await response.body?.cancel()
    throw databaseUnavailable()
  }
