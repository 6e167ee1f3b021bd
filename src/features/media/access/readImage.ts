import {
  type AccessArgs,
  type AccessResult,
  NotFound,
  type PayloadRequest,
  type Where,
} from 'payload'

import { readerOf } from '../../../database/replicaReads.ts'
import { getRequestContext } from '../../../shared/requestContext.ts'
import { anyOf } from '../../../shared/access/anyOf.ts'
import { activeUser } from '../../../shared/access/isActive.ts'
import { isStaff } from '../../../shared/access/isStaff.ts'
import { ownedBy } from '../../../shared/access/ownedBy.ts'
import { findDraftPicture } from '../queries/draftPictures.ts'

/** The pictures that are not for drafts alone. */
const isShown = (): Where => ({ draftOnly: { not_equals: true } })

const readDocument = anyOf(isStaff, ownedBy('createdBy'), isShown)

/**
 * Whether a caller gets a file. One short statement: Payload's own would compare each name in the document.
 *
 * @throws {NotFound} for a picture that the caller may not see
 */
async function readFile(req: PayloadRequest, filename: string): Promise<true> {
  // PostgreSQL has no text with the first. In a bucket, a folder is where uploads wait to be judged.
  if (/[\0/\\]/.test(filename)) throw new NotFound(req.t)
  const picture = await findDraftPicture(readerOf(req.payload), filename)
  if (!picture) return true
  const isOwn = picture.uploader !== null && picture.uploader === activeUser(req)?.id
  if (!isOwn && !isStaff({ req })) throw new NotFound(req.t)
  const context = getRequestContext()
  if (context) context.isPrivateFile = true
  return true
}

/** Everybody sees pictures, but those that only drafts use: their uploader and staff see them. */
export const readImage = ({
  data,
  isReadingStaticFile,
  req,
}: AccessArgs): AccessResult | Promise<AccessResult> =>
  isReadingStaticFile
    ? readFile(req, (data as { filename: string }).filename)
    : readDocument({ req })
