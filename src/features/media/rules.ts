/** In pixels. */
export interface FrameSize {
  width: number
  height: number
}

/** A picture before it is resized: the size of one frame in pixels, and the number of frames. */
export interface Dimensions extends FrameSize {
  frames: number
}

/** The formats that are made of each picture, the smaller one first. A browser takes the first that it can show. */
export const renditionFormats = ['avif', 'webp'] as const

export type RenditionFormat = (typeof renditionFormats)[number]

/** One file to make: a format, and the size in pixels. */
export interface Plan {
  format: RenditionFormat
  width: number
  height: number
}

/** Pixels: phones, phones with dense screens, tablets, laptops, wide screens. */
const widths = [320, 640, 960, 1280, 1920]

/** Of an animation every frame is made again, so it gets fewer and smaller files. */
const widthsOfAnimation = [320, 640]

/** A picture that is not wider is a small file already. */
export const smallestWidth = widths[0]!

/**
 * The files that are made of a picture: never wider than it is, and once in its own width. An animation stays
 * WebP: the encoder for AVIF takes the first frame alone.
 */
export function plansFor({ width, height, frames }: Dimensions): Plan[] {
  if (width <= smallestWidth) return []
  const isAnimation = frames > 1
  const narrower = (isAnimation ? widthsOfAnimation : widths).filter((each) => each < width)
  const formats = isAnimation ? (['webp'] as const) : renditionFormats
  const all = isAnimation ? narrower : [...narrower, width]
  return formats.flatMap((format) =>
    all.map((each) => ({
      format,
      width: each,
      height: Math.max(1, Math.round((height * each) / width)),
    })),
  )
}

/** The name of a file: that of the picture, which no other picture ever has, with the width. */
export const renditionName = (source: string, { format, width }: Plan): string =>
  `${source.replace(/\.\w+$/, '')}-${width}w.${format}`
