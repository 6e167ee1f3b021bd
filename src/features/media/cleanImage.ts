import type { ImageSize } from 'payload'
import sharp, { type Sharp } from 'sharp'

import type { Dimensions } from './rules.ts'
import { costOfSizes } from './sizeCost.ts'

/** A decoded image takes four bytes a pixel. Phones take pictures of up to 48 million pixels. */
const maxPixels = 50_000_000
/** In pixels; wider than the widest size that is served, for dense screens. */
const longestSide = 2560
const maxSeconds = 30
/** What the sizes of one frame may cost; those of a usual picture cost a tenth of this, or less. */
const maxThinPixels = 10_000_000
/** Each frame costs time, however small it is. */
const maxFrames = 1000

// libvips can read many more formats, such as SVG and PDF. Decoders that are blocked cannot be attacked.
sharp.block({ operation: ['VipsForeignLoad'] })
sharp.unblock({
  operation: ['Jpeg', 'Png', 'Webp', 'Nsgif', 'Heif'].map((kind) => `VipsForeignLoad${kind}`),
})

/** How each accepted format is stored. AVIF and GIF become WebP: their encoders take ten times as long. */
const encoders: Partial<Record<string, (image: Sharp) => Sharp>> = {
  jpeg: (image) => image.jpeg({ quality: 85 }),
  png: (image) => image.png(),
  webp: (image) => image.webp({ quality: 90 }),
  gif: (image) => image.webp({ quality: 90 }),
  heif: (image) => image.webp({ quality: 90 }),
}

/** A file that is not an accepted image. The message is for the person who sent it. */
export class ImageError extends Error {
  override readonly name = 'ImageError'
}

/** The dimensions after scaling to the longest side that is stored. */
function stored({ width, height }: Dimensions) {
  const scale = Math.min(1, longestSide / Math.max(width, height))
  const side = (pixels: number) => Math.max(1, Math.round(pixels * scale))
  return { width: side(width), height: side(height) }
}

/**
 * Judges a picture by what decoding it and making its sizes will cost, before either begins.
 *
 * @param sizes those that are made of it
 * @throws {ImageError} when it has too many pixels in all frames, or is too thin for its sizes
 */
export function checkCost(picture: Dimensions, sizes: ImageSize[]): void {
  const { width, height, frames } = picture
  const pixels = width * height * frames
  const millions = Math.ceil(pixels / 1_000_000)
  if (!(pixels <= maxPixels)) {
    throw new ImageError(`The image has ${millions} million pixels; 50 million are taken at most.`)
  }
  if (frames > maxFrames) {
    throw new ImageError(`The image has ${frames} frames; ${maxFrames} are taken at most.`)
  }
  const cost = costOfSizes(sizes, stored(picture))
  if (cost > maxThinPixels || cost * frames > maxPixels) {
    throw new ImageError(
      `The image is too long and thin: ${width} × ${height} pixels. Cut it, or send another one.`,
    )
  }
}

async function inspect(data: Buffer) {
  try {
    // Reads only the header, so that the error for a too large image can say its size.
    return await sharp(data, { animated: true, limitInputPixels: false }).metadata()
  } catch {
    throw new ImageError('The file is not an image, or not JPEG, PNG, WebP, GIF or AVIF.')
  }
}

export interface CleanImage {
  data: Buffer
  mimetype: string
  extension: string
}

/**
 * Encodes the picture of an image file again: upright and of a bounded size. Everything else in the file
 * is removed, such as the location of the camera or a program behind the picture.
 *
 * @param sizes those that Payload makes of it afterwards
 * @throws {ImageError} when the file is not an accepted image, is damaged, or is too large
 */
export async function cleanImage(data: Buffer, sizes: ImageSize[]): Promise<CleanImage> {
  const { format, width, height, pageHeight = height, pages: frames = 1 } = await inspect(data)
  const encode = encoders[format]
  if (!encode) throw new ImageError('Images of this format are not taken.')
  checkCost({ width, height: pageHeight, frames }, sizes)
  const image = sharp(data, { animated: true, limitInputPixels: maxPixels, failOn: 'error' })
    .autoOrient()
    .resize({ width: longestSide, height: longestSide, fit: 'inside', withoutEnlargement: true })
    .timeout({ seconds: maxSeconds })
  try {
    const { data: clean, info } = await encode(image).toBuffer({ resolveWithObject: true })
    const extension = info.format === 'jpeg' ? 'jpg' : info.format
    return { data: clean, mimetype: `image/${info.format}`, extension }
  } catch {
    throw new ImageError('The image is damaged, or takes too long to read.')
  }
}
