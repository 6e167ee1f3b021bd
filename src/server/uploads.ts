import { createPayloadRequest, type SanitizedConfig } from 'payload'

import { activeUser } from '../access/isActive.ts'
import { forbidden } from '../errors/Refusal.ts'
import { type FetchHandler, isMultipart } from './bridge.ts'

/**
 * Takes files from those who are signed in alone, and refuses the others before it reads a byte.
 * Payload asks who somebody is when it has the whole file in memory.
 */
export const signedInUploads =
  (config: Promise<SanitizedConfig>, handler: FetchHandler): FetchHandler =>
  async (request) => {
    if (isMultipart(request)) {
      const withoutBody = new Request(request.url, { headers: request.headers })
      const caller = await createPayloadRequest({ config, request: withoutBody })
      if (!activeUser(caller)) throw forbidden()
    }
    return handler(request)
  }
