import sharp, { type Sharp } from 'sharp'

/** Decoded images take four bytes a pixel; phones take pictures of up to 48 million. */
const maxPixels = 50_000_000
/** Twice the widest size that is served, for dense screens. */
const longestSide = 2560
const maxSeconds = 30

// libvips reads many more formats than are taken, SVG and PDF among them. What has no decoder here
// cannot be attacked through one.
sharp.block({ operation: ['VipsForeignLoad'] })
sharp.unblock({
  operation: ['Jpeg', 'Png', 'Webp', 'Nsgif', 'Heif'].map((kind) => `VipsForeignLoad${kind}`),
})

/** How each format that is taken is stored: AVIF and GIF take their encoders ten times as long. */
const encoders: Partial<Record<string, (image: Sharp) => Sharp>> = {
  jpeg: (image) => image.jpeg({ quality: 85 }),
  png: (image) => image.png(),
  webp: (image) => image.webp({ quality: 90 }),
  gif: (image) => image.webp({ quality: 90 }),
  heif: (image) => image.webp({ quality: 90 }),
}

/** A file that is no image, or none that is taken; the message is for the person who sent it. */
export class ImageError extends Error {
  override readonly name = 'ImageError'
}

async function inspect(data: Buffer) {
  try {
    // Reads the header alone, so that an image of any size can be named too large.
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
 * The picture of an image file and nothing else: upright, of a bounded size, encoded anew. What else
 * the file held (where it was taken, a program behind the picture) is gone.
 *
 * @throws {ImageError} when it is no image of a format that is taken, is damaged, or is too large
 */
export async function cleanImage(data: Buffer): Promise<CleanImage> {
  const { format, width, height } = await inspect(data)
  const encode = encoders[format]
  if (!encode) throw new ImageError('Images of this format are not taken.')
  const millions = Math.ceil((width * height) / 1_000_000)
  if (width * height > maxPixels) {
    throw new ImageError(`The image has ${millions} million pixels; 50 million are taken at most.`)
  }
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
