import { createPayloadRequest, type SanitizedConfig } from 'payload'
import pLimit from 'p-limit'

import { activeUser } from '../../shared/access/isActive.ts'
import { forbidden, Refusal } from '../../shared/errors/Refusal.ts'
import { keyedMutex } from '../../shared/keyedMutex.ts'
import { type FetchHandler, isMultipart } from './bridge.ts'

/** The most uploads that wait, each with nothing but its headers read. */
const mostWaiting = 100

const tooMany = () =>
  new Refusal(503, 'busy', 'Too many files are being uploaded. Try again in a moment.', {
    'Retry-After': '5',
  })

/**
 * Takes files from those who are signed in alone, and refuses the others before it reads a byte.
 * Payload asks who somebody is when it has the whole file in memory. So no more of them are taken at
 * a time than there is memory for, and of each user one, or a few slow ones would be all there are.
 *
 * @throws {Refusal} 403 for strangers, 503 when too many wait already
 */
export function signedInUploads(
  config: Promise<SanitizedConfig>,
  handler: FetchHandler,
  atOnce: number,
): FetchHandler {
  const limit = pLimit(atOnce)
  const exclusively = keyedMutex()
  let pending = 0
  return async (request) => {
    if (!isMultipart(request)) return handler(request)
    const withoutBody = new Request(request.url, { headers: request.headers })
    const caller = await createPayloadRequest({ config, request: withoutBody })
    const user = activeUser(caller)
    if (!user) throw forbidden()
    if (pending >= atOnce + mostWaiting) throw tooMany()
    pending += 1
    try {
      return await exclusively(String(user.id), () => limit(() => handler(request)))
    } finally {
      pending -= 1
    }
  }
}
