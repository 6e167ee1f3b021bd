import { create, toBuffer, type QRCode } from 'qrcode'

/** A quarter of the code may be dirty or in the shade of a finger, and it is still read. */
const errorCorrectionLevel = 'H'

/** Modules of white around the code (ISO/IEC 18004). */
const margin = 4

/** Pixels of the side of the image. */
const imageSize = 1024

/** A code as the path of an SVG: a square for each dark module. */
export interface QrPath {
  /** The side of the view box, with the margin. */
  size: number
  path: string
}

function rowsOf({ modules }: QRCode): string {
  const { data, size } = modules
  let path = ''
  for (let row = 0; row < size; row += 1) {
    for (let column = 0; column < size; column += 1) {
      if (!data[row * size + column]) continue
      let length = 1
      while (column + length < size && data[row * size + column + length]) length += 1
      path += `M${column + margin} ${row + margin}h${length}v1h-${length}z`
      column += length
    }
  }
  return path
}

/** A text as a QR code, which scanners at the entrance read. */
export function qrPath(text: string): QrPath {
  const code = create(text, { errorCorrectionLevel })
  return { size: code.modules.size + 2 * margin, path: rowsOf(code) }
}

/** The same as an image (PNG). */
export const qrImage = (text: string): Promise<Buffer> =>
  toBuffer(text, { errorCorrectionLevel, margin, width: imageSize })
