import { poolOf } from '../../../database/connection.ts'
import type { ScheduledWork } from '../../../queue/scheduledWork.ts'
import { readEnv } from '../../../runtime/env/env.ts'
import { counted } from '../../../shared/counted.ts'
import { storeSweep, sweepState } from '../queries/sweep.ts'
import { sweepUploads } from '../sweep/finishedUploads.ts'
import { ownsFiles, sweepOrphans } from '../sweep/orphans.ts'
import { sweepUnused } from '../sweep/unusedPictures.ts'

const foreign = 'The files belong to another database: robo-events-owner.txt. Nothing was removed'

/**
 * Removes files that no picture has, pictures that nothing uses, and files that were sent to the bucket and
 * not used. Each run does a part. With `MEDIA_SWEEP=dry` it only says what it would remove.
 */
export const sweepMedia: ScheduledWork = async (payload, now) => {
  const { MEDIA_SWEEP, MEDIA_UNUSED_DAYS: days } = readEnv()
  if (MEDIA_SWEEP === 'off') return 'Switched off'
  const connection = poolOf(payload)
  const { owner, position } = await sweepState(connection)
  if (!(await ownsFiles(payload, owner))) {
    payload.logger.warn(foreign)
    return foreign
  }
  const isDry = MEDIA_SWEEP === 'dry'
  const uploads = await sweepUploads(payload, isDry)
  const pictures = await sweepUnused(payload, { days, isDry, now })
  const orphans = await sweepOrphans(payload, { isDry, now, position })
  await storeSweep(connection, orphans.position, orphans.found.length, {
    orphans: orphans.removed,
    uploads: isDry ? 0 : uploads,
    pictures: pictures.removed,
  })
  const files = isDry ? orphans.found.length : orphans.removed
  const documents = isDry ? pictures.found : pictures.removed
  if (isDry && orphans.found.length > 0) {
    payload.logger.info({ files: orphans.found.slice(0, 100), msg: 'Files that no picture has' })
  }
  const words = [counted(files, 'file'), counted(documents, 'picture'), counted(uploads, 'upload')]
  if (files + documents + uploads === 0) return 'Nothing to remove'
  return `${isDry ? 'Would remove' : 'Removed'} ${words.join(', ')}`
}
