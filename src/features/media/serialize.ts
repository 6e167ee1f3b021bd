import { fileUrl } from './fileUrl.ts'
import type { Cover } from './queries/renditions.ts'

/** The cover of an event in v1's format. */
export function serializeCover({ filename, focalX, focalY, isPrivate, ...cover }: Cover) {
  const { alt, height, renditions, thumbnail, width } = cover
  const urlOf = (name: string) => fileUrl(name, isPrivate)
  return {
    alt,
    url: urlOf(filename),
    width,
    height,
    focal_point: { x: focalX, y: focalY },
    thumbnail: thumbnail && {
      url: urlOf(thumbnail.filename),
      width: thumbnail.width,
      height: thumbnail.height,
    },
    sources: renditions.map((one) => ({
      url: urlOf(one.filename),
      type: `image/${one.format}`,
      width: one.width,
      height: one.height,
      bytes: one.filesize,
    })),
  }
}
