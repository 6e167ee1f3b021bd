import { createPayloadRequest, type SanitizedConfig } from 'payload'
import pLimit from 'p-limit'

import { activeUser } from '../../shared/access/isActive.ts'
import { forbidden, Refusal } from '../../shared/errors/Refusal.ts'
import { keyedMutex } from '../../shared/keyedMutex.ts'
import { isMultipart } from '../body/bodyHeaders.ts'
import type { FetchHandler } from './bridge.ts'

/** Uploads that may wait. Only the headers of each have been read. */
const maxWaiting = 100

const tooMany = () =>
  new Refusal(503, 'busy', 'Too many files are being uploaded. Try again in a moment.', {
    'Retry-After': '5',
  })

/**
 * Accepts uploads of signed-in users only, and refuses others before it reads the body: Payload would
 * authenticate after the whole file is in memory. So many uploads run at a time as fit into memory, and
 * one of each user, so that a few slow clients cannot take all the room.
 *
 * @throws {Refusal} 403 for anonymous callers, 503 when too many uploads wait
 */
export function signedInUploads(
  config: Promise<SanitizedConfig>,
  handler: FetchHandler,
  atOnce: number,
): FetchHandler {
  const limit = pLimit(atOnce)
  const runOneAtATime = keyedMutex()
  let pending = 0
  return async (request) => {
    if (!isMultipart(request.headers.get('content-type'))) return handler(request)
    const withoutBody = new Request(request.url, { headers: request.headers })
    const caller = await createPayloadRequest({ config, request: withoutBody })
    const user = activeUser(caller)
    if (!user) throw forbidden()
    if (pending >= atOnce + maxWaiting) throw tooMany()
    pending += 1
    try {
      return await runOneAtATime(String(user.id), () => limit(() => handler(request)))
    } finally {
      pending -= 1
    }
  }
}
