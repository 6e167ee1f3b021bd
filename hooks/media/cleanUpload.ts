import { type CollectionBeforeOperationHook, MissingFile } from 'payload'

import { cleanImage, ImageError } from '../../src/features/media/cleanImage.ts'
import { uniqueFileName } from '../../src/features/media/uniqueFileName.ts'
import { fieldErrors } from '../../src/shared/errors/fieldErrors.ts'

/**
 * Replaces an uploaded file by its picture alone, under a unique name. It runs before Payload checks the
 * file: Payload trusts the file's name when it cannot detect the content, and it keeps the camera's
 * metadata, such as the location.
 */
export const cleanUpload: CollectionBeforeOperationHook<'media'> = async ({ operation, req }) => {
  const { file } = req
  // Without a file Payload would fetch one from a URL that the client sends.
  if (!file && operation === 'create') throw new MissingFile(req.t)
  if (!file || (operation !== 'create' && operation !== 'update')) return
  try {
    const { data, mimetype, extension } = await cleanImage(file.data)
    const name = uniqueFileName(file.name, extension)
    req.file = { ...file, data, mimetype, name, size: data.length }
  } catch (error) {
    if (!(error instanceof ImageError)) throw error
    const errors = [{ path: 'file', message: error.message }]
    throw fieldErrors(req, 'media', errors)
  }
}
