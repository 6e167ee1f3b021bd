import { type CollectionBeforeOperationHook, MissingFile, ValidationError } from 'payload'

import { cleanImage, ImageError } from '../../src/features/media/cleanImage.ts'
import { uniqueFileName } from '../../src/features/media/uniqueFileName.ts'

/**
 * Stores of an uploaded file the picture alone, under a name of its own. It comes before Payload's
 * own look at the file, which believes a name where it cannot tell the content, and keeps what the
 * camera wrote into the file, the place among it.
 */
export const cleanUpload: CollectionBeforeOperationHook<'media'> = async ({ operation, req }) => {
  const { file } = req
  // Without a file Payload would fetch one from whatever URL the client names.
  if (!file && operation === 'create') throw new MissingFile(req.t)
  if (!file || (operation !== 'create' && operation !== 'update')) return
  try {
    const { data, mimetype, extension } = await cleanImage(file.data)
    const name = uniqueFileName(file.name, extension)
    req.file = { ...file, data, mimetype, name, size: data.length }
  } catch (error) {
    if (!(error instanceof ImageError)) throw error
    const errors = [{ path: 'file', message: error.message }]
    throw new ValidationError({ collection: 'media', errors, req }, req.t)
  }
}
