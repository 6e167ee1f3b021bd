import type { CollectionAfterChangeHook, CollectionAfterDeleteHook } from 'payload'

import { invalidateFlags } from '../../src/cache/invalidation/tracker.ts'
import { connectionOf } from '../../src/database/connection.ts'
import { changesOf } from '../../src/features/flags/changesOf.ts'
import { insertChange } from '../../src/features/flags/queries/changes.ts'
import type { Flag } from '../../src/payload-types.ts'

/** Writes a change into the history, in the same transaction, and has every process read the flags anew. */
export const recordChange: CollectionAfterChangeHook<Flag> = async ({
  data,
  doc,
  operation,
  previousDoc,
  req,
}) => {
  const connection = await connectionOf(req)
  const changes = changesOf(operation === 'create' ? {} : previousDoc, doc)
  const reason = data.reason || undefined
  if (Object.keys(changes).length === 0 && !reason) return
  const about = { flagId: doc.id, key: doc.key, userId: req.user?.id, operation, changes, reason }
  await insertChange(connection, about)
  invalidateFlags(connection)
}

/** The same for a deleted flag. Its history stays. */
export const recordDeletion: CollectionAfterDeleteHook<Flag> = async ({ doc, req }) => {
  const connection = await connectionOf(req)
  await insertChange(connection, {
    flagId: doc.id,
    key: doc.key,
    userId: req.user?.id,
    operation: 'delete',
    changes: changesOf(doc, {}),
    reason: undefined,
  })
  invalidateFlags(connection)
}
