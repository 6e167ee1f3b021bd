import { readerIn } from '../../database/replicaReads.ts'
import { batchedLoader } from '../../shared/batchedLoader.ts'
import { type PictureFiles, renditionsOf } from './queries/renditions.ts'

/**
 * What the document of a picture does not hold: its renditions, and whether only drafts use it. Null for a
 * picture that was deleted in the meantime.
 */
export const loadPictureFiles = batchedLoader<PictureFiles>('pictureFiles', async (req, ids) => {
  const found = await renditionsOf(await readerIn(req), [...ids])
  const byId = new Map(found.map((files) => [files.mediaId, files]))
  return ids.map((id) => byId.get(id) ?? null)
})
