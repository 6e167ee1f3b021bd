import type { PayloadRequest } from 'payload'

import type { User } from '../../payload-types.ts'
import { type CoverName, designs } from './covers/designs.ts'
import { drawCovers } from './covers/drawCovers.ts'

/** Draws all covers and uploads them. Returns the ids of the media by the covers' names. */
export async function uploadCovers(req: PayloadRequest, uploader: User) {
  const ids = new Map<CoverName, number>()
  for (const [name, data] of await drawCovers()) {
    const { id } = await req.payload.create({
      collection: 'media',
      data: { alt: designs[name].alt },
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
