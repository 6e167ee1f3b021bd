import type { CollectionAfterReadHook } from 'payload'

import { readMediaBase } from '../../src/runtime/env/env.ts'
import { fileUrl } from '../../src/features/media/fileUrl.ts'
import { loadPictureFiles } from '../../src/features/media/pictureLoader.ts'
import type { Media } from '../../src/payload-types.ts'

type File = { url?: string | null; filename?: string | null } | undefined

/** The name of a file at the end of its address: the caller may have selected the address alone. */
const nameIn = (url: string) => decodeURIComponent(url.slice(url.lastIndexOf('/') + 1))

const move = (file: File) => {
  if (file?.url) file.url = fileUrl(nameIn(file.url), false)
}

/** Gives the files of a picture their addresses on the CDN, but those that only some callers may see. */
export const addressFiles: CollectionAfterReadHook<Media> = async ({ doc, req }) => {
  if (readMediaBase().cdn === undefined) return doc
  const files = await loadPictureFiles(req, doc.id)
  if (!files || files.isPrivate) return doc
  move(doc)
  for (const size of Object.values(doc.sizes ?? {})) move(size)
  if (doc.thumbnailURL) doc.thumbnailURL = fileUrl(nameIn(doc.thumbnailURL), false)
  return doc
}
