import type { FrameSize } from './rules.ts'

interface Size {
  width?: number | undefined
  height?: number | undefined
}

/**
 * The pixels that making one size costs. The picture is scaled until it covers the size, and cut then: one
 * of 2560 × 1 pixels has to become 614,400 × 240 for a thumbnail of 320 × 240. Payload enlarges no picture
 * that is smaller in both directions, and none for a size with one side.
 */
function costOf(size: Size, { width, height }: FrameSize): number {
  const [toWidth = 0, toHeight = 0] = [size.width, size.height]
  const isSmaller = width < toWidth && height < toHeight
  if (isSmaller || !toWidth || !toHeight) return 0
  const scale = Math.max(toWidth / width, toHeight / height)
  return width * scale * height * scale
}

/** The pixels that all sizes of one frame cost together. It is known before the picture is decoded. */
export const costOfSizes = (sizes: Size[], frame: FrameSize): number =>
  sizes.reduce((sum, size) => sum + costOf(size, frame), 0)
