import sharp, { type Sharp } from 'sharp'

import type { Dimensions, Plan, RenditionFormat } from '../rules.ts'

const maxSeconds = 60

/**
 * The least effort. Measured for AVIF on a picture of 4 megapixels: effort 4, the default, takes 30 times as
 * long for files that are a tenth smaller (docs/decisions/0035-media.md).
 */
const encoders: Record<RenditionFormat, (image: Sharp) => Sharp> = {
  avif: (image) => image.avif({ quality: 50, effort: 0 }),
  webp: (image) => image.webp({ quality: 80, effort: 2 }),
}

/** The size of a stored picture in pixels, and its frames. @throws {Error} when it is damaged */
export async function measure(picture: Buffer): Promise<Dimensions> {
  const {
    width,
    height,
    pageHeight = height,
    pages = 1,
  } = await sharp(picture, {
    animated: true,
  }).metadata()
  return { width, height: pageHeight, frames: pages }
}

/** Encodes a stored picture in another size and format. @throws {Error} when it is damaged */
export function encode(picture: Buffer, { format, width }: Plan): Promise<Buffer> {
  const image = sharp(picture, { animated: format === 'webp' })
    .resize({ width, withoutEnlargement: true })
    .timeout({ seconds: maxSeconds })
  return encoders[format](image).toBuffer()
}
