import { createLocalReq, type Payload } from 'payload'

import { connectionOf, inTransaction, poolOf } from '../../../database/connection.ts'
import { dayMs } from '../../../shared/isoDate.ts'
import { lockUnused, noteUnused, unusedSince } from '../queries/sweep.ts'

/** Pictures of one run. */
const most = 100

/** Deletes a picture with its files, unless something began to use it. */
async function remove(payload: Payload, id: number): Promise<number> {
  const req = await createLocalReq({}, payload)
  return inTransaction(req, async () => {
    if (!(await lockUnused(await connectionOf(req), id))) return 0
    await payload.delete({ collection: 'media', id, overrideAccess: true, req })
    return 1
  })
}

/**
 * Deletes pictures of attendees that no event and no version of one has shown for a long time.
 *
 * @param days for which a picture may be unused; 0 keeps all
 * @returns how many were found, and how many are deleted
 */
export async function sweepUnused(
  payload: Payload,
  { days, isDry, now }: { days: number; isDry: boolean; now: Date },
): Promise<{ found: number; removed: number }> {
  if (days === 0) return { found: 0, removed: 0 }
  const connection = poolOf(payload)
  await noteUnused(connection, now)
  const ids = await unusedSince(connection, new Date(now.getTime() - days * dayMs), most)
  let removed = 0
  if (!isDry) for (const id of ids) removed += await remove(payload, id)
  return { found: ids.length, removed }
}
