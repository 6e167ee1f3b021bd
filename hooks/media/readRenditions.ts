import type { FieldHook } from 'payload'

import { fileUrl } from '../../src/features/media/fileUrl.ts'
import { loadPictureFiles } from '../../src/features/media/pictureLoader.ts'
import type { Media } from '../../src/payload-types.ts'

/** The files that were made of a picture in other sizes. One statement reads those of a whole list. */
export const readRenditions: FieldHook<Media> = async ({ data, req }) => {
  if (data?.id === undefined) return []
  const files = await loadPictureFiles(req, data.id)
  return (files?.renditions ?? []).map(({ filename, filesize, format, height, width }) => ({
    // Payload would make a new one with each read, and each response would have another entity tag.
    id: filename,
    url: fileUrl(filename, files!.isPrivate),
    mimeType: `image/${format}`,
    width,
    height,
    filesize,
  }))
}
