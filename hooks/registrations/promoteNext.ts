import type { CollectionAfterChangeHook, CollectionAfterDeleteHook } from 'payload'

import { connectionOf } from '../../src/db/connection.ts'
import { promoteWaitlist } from '../../src/db/seats.ts'
import { isLive } from '../../src/domain/registration.ts'
import type { Registration } from '../../src/payload-types.ts'

const eventIdOf = ({ event }: Pick<Registration, 'event'>) =>
  typeof event === 'object' ? event.id : event

/** A place that is given back goes to the next in the queue, in the same transaction. */
export const promoteNext: CollectionAfterChangeHook<Registration> = async ({
  doc,
  operation,
  previousDoc,
  req,
}) => {
  if (operation === 'update' && isLive(previousDoc.state) && doc.state === 'cancelled') {
    await promoteWaitlist(await connectionOf(req), eventIdOf(doc), new Date())
  }
  return doc
}

export const promoteAfterDelete: CollectionAfterDeleteHook<Registration> = async ({ doc, req }) => {
  await promoteWaitlist(await connectionOf(req), eventIdOf(doc), new Date())
  return doc
}
