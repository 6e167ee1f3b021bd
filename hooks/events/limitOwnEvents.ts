import type { CollectionBeforeChangeHook } from 'payload'

import { checkOwnEvents } from '../../src/features/accounts/quotas.ts'
import type { Event } from '../../src/payload-types.ts'

const textBytes = ({ title, description, location, body }: Partial<Event>) =>
  Buffer.byteLength(JSON.stringify([title, description, location, body]))

/**
 * Limits the events of an attendee's account and their texts. An account above its limit can still cancel,
 * move and shorten its events. It runs before the write: a bulk change keeps what was written for a document
 * before its error.
 */
export const limitOwnEvents: CollectionBeforeChangeHook<Event> = async ({
  data,
  operation,
  originalDoc,
  req,
}) => {
  if (operation === 'create' || !originalDoc) await checkOwnEvents(req, data)
  else {
    const changed = { ...originalDoc, ...data }
    if (textBytes(changed) > textBytes(originalDoc)) {
      await checkOwnEvents(req, changed, originalDoc.id)
    }
  }
  return data
}
