import type { Payload } from 'payload'

import { poolOf } from '../../../database/connection.ts'
import { servicesOf } from '../../../shared/services.ts'
import { waitingKey } from '../directUploads/signUpload.ts'
import { deleteUploads, finishedUploads } from '../queries/uploads.ts'

/** Uploads of one run. */
const most = 500

/** Removes files that clients have sent to the bucket, and that are pictures now or never will be. */
export async function sweepUploads(payload: Payload, isDry: boolean): Promise<number> {
  const connection = poolOf(payload)
  const ids = await finishedUploads(connection, most)
  if (isDry) return ids.length
  const { mediaFiles } = servicesOf(payload)
  for (const id of ids) await mediaFiles.remove(waitingKey(id))
  await deleteUploads(connection, ids)
  return ids.length
}
