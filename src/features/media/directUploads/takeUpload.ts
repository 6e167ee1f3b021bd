import { createHash } from 'node:crypto'
import type { PayloadRequest } from 'payload'

import { connectionOf } from '../../../database/connection.ts'
import { servicesOf } from '../../../shared/services.ts'
import { ImageError } from '../cleanImage.ts'
import { useUpload } from '../queries/uploads.ts'
import { waitingKey } from './signUpload.ts'

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** The upload that a form names. Payload has checked the receipt, which holds it. */
function uploadIn(context: unknown): string | undefined {
  const { uploadId } = (context ?? {}) as { uploadId?: unknown }
  return typeof uploadId === 'string' && uuid.test(uploadId) ? uploadId : undefined
}

/**
 * Reads the file that the caller has sent to the bucket, once. The bucket's word for its size and content is
 * not taken: not all servers check what the signature binds.
 *
 * @param context of the form's file
 * @throws {ImageError} when there is no such file, or it is another one than was declared
 */
export async function takeUpload(req: PayloadRequest, context: unknown): Promise<Buffer> {
  const id = uploadIn(context)
  const userId = req.user?.id
  const declared =
    id !== undefined && userId !== undefined
      ? await useUpload(await connectionOf(req), id, userId)
      : undefined
  if (!declared) {
    throw new ImageError('The upload is not known, is used already, or has expired. Begin anew.')
  }
  const { mediaFiles } = servicesOf(req.payload)
  const size = await mediaFiles.sizeOf(waitingKey(id!))
  if (size === undefined) throw new ImageError('The file was not sent. Send it first.')
  const content = size === declared.filesize ? await mediaFiles.read(waitingKey(id!)) : undefined
  const hash = content && createHash('sha256').update(content).digest('hex')
  if (!content || hash !== declared.sha256) {
    throw new ImageError('The file is not the one that was declared. Begin anew.')
  }
  return content
}
