import { type CollectionBeforeOperationHook, MissingFile, type PayloadRequest } from 'payload'

import { checkCost, cleanImage, ImageError } from '../../src/features/media/cleanImage.ts'
import { takeUpload } from '../../src/features/media/directUploads/takeUpload.ts'
import { uniqueFileName } from '../../src/features/media/uniqueFileName.ts'
import { fieldErrors } from '../../src/shared/errors/fieldErrors.ts'

/** The part of the picture that a client wants to keep: its sizes are made of that part. */
function cropOf({ query }: PayloadRequest) {
  const edits = query.uploadEdits as
    { widthInPixels?: unknown; heightInPixels?: unknown } | undefined
  if (edits?.widthInPixels === undefined && edits?.heightInPixels === undefined) return undefined
  const [width, height] = [Number(edits.widthInPixels), Number(edits.heightInPixels)]
  if (!(width >= 1 && height >= 1)) throw new ImageError('The crop has no width or no height.')
  return { width, height, frames: 1 }
}

/** Set when the file is in the bucket already, where nobody has judged it. */
const clientUploadContextOf = (file: NonNullable<PayloadRequest['file']>): unknown =>
  (file as { clientUploadContext?: unknown }).clientUploadContext

/**
 * Replaces an uploaded file by its picture alone, under a unique name. It runs before Payload checks the
 * file: Payload trusts the file's name when it cannot detect the content, and it keeps the camera's
 * metadata, such as the location.
 */
export const cleanUpload: CollectionBeforeOperationHook<'media'> = async ({
  collection,
  operation,
  req,
}) => {
  const { file } = req
  // Without a file Payload would fetch one from a URL that the client sends.
  if (!file && operation === 'create') throw new MissingFile(req.t)
  if (!file || (operation !== 'create' && operation !== 'update')) return
  try {
    const sizes = collection.upload.imageSizes ?? []
    const crop = cropOf(req)
    if (crop) checkCost(crop, sizes)
    const context = clientUploadContextOf(file)
    const sent = context === undefined ? file.data : await takeUpload(req, context)
    const { data, mimetype, extension } = await cleanImage(sent, sizes)
    const name = uniqueFileName(file.name, data, extension)
    req.file = { data, mimetype, name, size: data.length }
  } catch (error) {
    if (!(error instanceof ImageError)) throw error
    const errors = [{ path: 'file', message: error.message }]
    throw fieldErrors(req, 'media', errors)
  }
}
