import type { PayloadRequest } from 'payload'

import type { User } from '../../payload-types.ts'
import { type CoverName, covers, readCover } from './covers.ts'

/** Uploads all covers. Returns the ids of the media by the covers' names. */
export async function uploadCovers(req: PayloadRequest, uploader: User) {
  const ids = new Map<CoverName, number>()
  for (const name of Object.keys(covers) as CoverName[]) {
    const data = await readCover(name)
    const { id } = await req.payload.create({
      collection: 'media',
      data: { alt: covers[name] },
      file: { name: `${name}.jpg`, mimetype: 'image/jpeg', size: data.length, data },
      depth: 0,
      overrideAccess: true,
      user: uploader,
      req,
    })
    ids.set(name, id)
  }
  return ids
}
