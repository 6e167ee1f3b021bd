import type { Payload } from 'payload'

import { connectionFailedSince } from '../../database/pools.ts'
import { Refusal } from '../../shared/errors/Refusal.ts'
import type { FetchHandler } from './bridge.ts'

export const databaseUnavailable = (): Refusal =>
  new Refusal(503, 'database_unavailable', 'The database does not answer. Try again soon.', {
    'Retry-After': '1',
  })

/** Whether a caller sent credentials, and a failed connection may be the reason for a refusal. */
export const mayHaveFailedToAuthenticate = (
  payload: Payload,
  { headers }: Request,
  since: number,
): boolean =>
  (headers.has('authorization') || headers.has('cookie')) && connectionFailedSince(payload, since)

/**
 * Payload takes a caller whose session it could not look up for one who is not signed in. An app
 * that gets a 401 signs its user out, so a refusal that may come from that is a 503 instead.
 */
export const failWhenDatabaseUnavailable =
  (payload: Payload, handler: FetchHandler): FetchHandler =>
  async (request) => {
    const began = performance.now()
    const response = await handler(request)
    const isRefused = response.status === 401 || response.status === 403
    if (!isRefused || !mayHaveFailedToAuthenticate(payload, request, began)) return response
    await response.body?.cancel()
    throw databaseUnavailable()
  }
